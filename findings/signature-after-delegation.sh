#!/usr/bin/env bash
# A voucher is signed by an ordinary account and kept. Is it still good when the account has
# meanwhile delegated to a wallet contract (EIP-7702)?
#
# One would guess: yes. The key is the same, it still controls the account, and ecrecover knows no
# code.
# What happens: OpenZeppelin's SignatureChecker asks first whether the signer has code. It has, so
# the ECDSA path is never tried and the contract is asked by EIP-1271; a wallet without that
# function makes every signature ever given invalid. So does a delegation to an address where no
# code is. Without the delegation the same signature is valid again. Whoever stores signatures
# should recover first.
. "$(dirname "$0")/lib.sh"
packages @foundry-rs/anvil-linux-amd64@1.7.1 ethers@6.17.0 solc@0.8.37 @openzeppelin/contracts@5.7.0
finding <<'EOF'
import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { ContractFactory, id, JsonRpcProvider, Wallet, ZeroAddress } from 'ethers'
import { anvil, RICH_KEY, see } from './lib.mjs'

const require = createRequire(import.meta.url)
const content = `
pragma solidity ^0.8.24;
import {SignatureChecker} from "@openzeppelin/contracts/utils/cryptography/SignatureChecker.sol";
contract Check {
  function valid(address by, bytes32 hash, bytes calldata signature) external view returns (bool) {
    return SignatureChecker.isValidSignatureNow(by, hash, signature);
  }
}
contract Purse { receive() external payable {} }`
const input = {
  language: 'Solidity',
  sources: { 'Check.sol': { content } },
  settings: {
    evmVersion: 'prague',
    outputSelection: { '*': { '*': ['abi', 'evm.bytecode.object'] } },
  },
}
const library = (path) => ({ contents: readFileSync(require.resolve(path), 'utf8') })
const built = JSON.parse(require('solc').compile(JSON.stringify(input), { import: library }))
const { Check, Purse } = built.contracts['Check.sol']

const { url } = await anvil('--hardfork', 'prague')
const provider = new JsonRpcProvider(url, 31337, { staticNetwork: true, cacheTimeout: -1 })
const payer = new Wallet(RICH_KEY, provider)
const deploy = async ({ abi, evm }) => {
  const contract = await new ContractFactory(abi, evm.bytecode.object, payer).deploy()
  return contract.waitForDeployment()
}
const [check, purse] = [await deploy(Check), await deploy(Purse)]

const signer = Wallet.createRandom(provider)
const voucher = id('the receiver may take 5 coins')
const { serialized } = signer.signingKey.sign(voucher)
const delegate = async (address) => {
  const authorization = await signer.authorize({ address })
  const call = { type: 4, to: payer.address, authorizationList: [authorization] }
  await (await payer.sendTransaction({ ...call, gasLimit: 100_000n })).wait()
}
const valid = () => check.valid(signer.address, voucher, serialized)

see('an ordinary account', await valid(), true)
await delegate(await purse.getAddress())
see('delegated to a contract', await valid(), false)
await delegate('0x00000000000000000000000000000000000000ff')
see('delegated to an address without code', await valid(), false)
await delegate(ZeroAddress)
see('delegation taken back', await valid(), true)
EOF
