#!/usr/bin/env bash
# Solidity's `transfer` gives the recipient 2,300 gas. Does it reach a Safe?
#
# One would guess: never, since Berlin made the first look at an account and at a slot dear; or, as
# the folklore of access lists has it, always if the Safe is in the access list of the transaction.
# What happens: it depends on what the transaction touched before. Cold it fails. The Safe in the
# access list is not enough, its slot 0 neither: the singleton behind the proxy has to be listed
# too. And a Safe that has been paid once by an ordinary call takes the next `transfer` of the same
# transaction.
. "$(dirname "$0")/lib.sh"
packages @foundry-rs/anvil-linux-amd64@1.7.1 ethers@6.17.0 solc@0.8.37 \
  @safe-global/safe-contracts@1.4.1
finding <<'EOF'
import { createRequire } from 'node:module'
import { ContractFactory, JsonRpcProvider, Wallet, ZeroAddress, ZeroHash } from 'ethers'
import { anvil, RICH_KEY, see } from './lib.mjs'

const require = createRequire(import.meta.url)
const content = `
pragma solidity ^0.8.24;
contract Payer {
  constructor() payable {}
  function pay(address payable to) external { to.transfer(1); }
  function payTwice(address payable to) external {
    (bool done,) = to.call{value: 1}("");
    require(done);
    to.transfer(1);
  }
}`
const input = {
  language: 'Solidity',
  sources: { 'Payer.sol': { content } },
  settings: {
    evmVersion: 'cancun',
    outputSelection: { '*': { '*': ['abi', 'evm.bytecode.object'] } },
  },
}
const built = JSON.parse(require('solc').compile(JSON.stringify(input)))
const { abi, evm } = built.contracts['Payer.sol'].Payer
const ARTIFACTS = '@safe-global/safe-contracts/build/artifacts/contracts'
const artifact = (name) => require(`${ARTIFACTS}/${name}.json`)

const { url } = await anvil('--hardfork', 'cancun')
const provider = new JsonRpcProvider(url, 31337, { staticNetwork: true, cacheTimeout: -1 })
const owner = new Wallet(RICH_KEY, provider)
const deploy = async (abi, bytecode, ...args) => {
  const contract = await new ContractFactory(abi, bytecode, owner).deploy(...args)
  return contract.waitForDeployment()
}
const { abi: safeAbi, bytecode: safeCode } = artifact('Safe.sol/Safe')
const { abi: proxyAbi, bytecode: proxyCode } = artifact('proxies/SafeProxy.sol/SafeProxy')
const singleton = await (await deploy(safeAbi, safeCode)).getAddress()
const safe = await (await deploy(proxyAbi, proxyCode, singleton)).getAddress()
const payer = await deploy(abi, evm.bytecode.object, { value: 10n })

/** Whether the payment arrived, with this access list. */
async function paid(method, ...accessList) {
  const { hash } = await payer[method](safe, { accessList, gasLimit: 200_000n })
  return (await provider.getTransactionReceipt(hash)).status === 1
}
const theSafe = { address: safe, storageKeys: [] }
const withSlot = { address: safe, storageKeys: [ZeroHash] }
const theSingleton = { address: singleton, storageKeys: [] }

see('no access list', await paid('pay'), false)
see('the Safe listed', await paid('pay', theSafe), false)
see('the Safe and its slot 0', await paid('pay', withSlot), false)
see('the Safe and the singleton', await paid('pay', theSafe, theSingleton), false)
see('the Safe, slot 0, the singleton', await paid('pay', withSlot, theSingleton), true)
see('paid by a call before', await paid('payTwice'), true)
EOF
