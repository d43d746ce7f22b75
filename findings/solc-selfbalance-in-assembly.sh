#!/usr/bin/env bash
# How does one keep the opcode SELFBALANCE out of a contract, for a chain older than Istanbul?
#
# One would guess: by inline assembly, `balance(address())` instead of `address(this).balance`:
# assembly says which opcodes are wanted.
# What happens: with viaIR the compiler writes SELFBALANCE all the same, wherever evmVersion knows
# it; without viaIR the assembly stands as written. Only an evmVersion before Istanbul keeps it out
# in both.
. "$(dirname "$0")/lib.sh"
packages solc@0.8.37
finding <<'EOF'
import { createRequire } from 'node:module'
import { see } from './lib.mjs'

const solc = createRequire(import.meta.url)('solc')
const content = `
pragma solidity ^0.8.24;
contract Pot {
  function held() external view returns (uint256 wei_) {
    assembly { wei_ := balance(address()) }
  }
}`

/** The balance opcodes of the contract's run-time code. */
function balanceOpcodes(evmVersion, viaIR) {
  const outputSelection = { '*': { '*': ['evm.deployedBytecode.opcodes'] } }
  const settings = { evmVersion, viaIR, optimizer: { enabled: true }, outputSelection }
  const input = { language: 'Solidity', sources: { 'Pot.sol': { content } }, settings }
  const { contracts } = JSON.parse(solc.compile(JSON.stringify(input)))
  const { opcodes } = contracts['Pot.sol'].Pot.evm.deployedBytecode
  return opcodes.split(' ').filter((opcode) => opcode.endsWith('BALANCE'))
}

see('paris', balanceOpcodes('paris', false), ['BALANCE'])
see('paris, viaIR', balanceOpcodes('paris', true), ['SELFBALANCE'])
see('constantinople', balanceOpcodes('constantinople', false), ['BALANCE'])
see('constantinople, viaIR', balanceOpcodes('constantinople', true), ['BALANCE'])
EOF
