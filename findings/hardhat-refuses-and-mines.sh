#!/usr/bin/env bash
# A node answers eth_sendRawTransaction with an error. Was the transaction sent?
#
# One would guess: no. An error means that the node did not take it: its nonce is free, and it can
# be signed anew.
# What happens: Hardhat, which mines at once, answers a transaction that reverts with an error and
# no hash, and has mined it: the nonce is used, the fee is paid, and the receipt is there for
# whoever computed the hash beforehand. anvil and ganache answer with the hash, and the receipt says
# status 0.
. "$(dirname "$0")/lib.sh"
packages @foundry-rs/anvil-linux-amd64@1.7.1 ganache@7.9.2 hardhat@2.29.1 ethers@6.17.0
finding <<'EOF'
import { keccak256, Wallet } from 'ethers'
import { anvil, ganache, hardhat, refusal, RICH_KEY, see } from './lib.mjs'

const wallet = new Wallet(RICH_KEY)
const REVERT = '0x60006000fd' // a contract creation that reverts: PUSH1 0, PUSH1 0, REVERT
const expected = {
  anvil: 'taken',
  ganache: 'taken',
  hardhat: 'Transaction reverted without a reason string',
}
const nodes = { anvil: await anvil(), ganache: ganache(), hardhat: hardhat() }
for (const [name, node] of Object.entries(nodes)) {
  const chainId = Number(await node.call('eth_chainId'))
  const fees = { maxFeePerGas: 10n ** 11n, maxPriorityFeePerGas: 10n ** 9n }
  const raw = await wallet.signTransaction({
    type: 2, chainId, nonce: 0, gasLimit: 100_000n, data: REVERT, ...fees,
  })
  const answer = await refusal(() => node.call('eth_sendRawTransaction', raw))
  see(`${name} answers`, answer, expected[name])

  let receipt
  while (!receipt) receipt = await node.call('eth_getTransactionReceipt', keccak256(raw))
  const nonce = await node.call('eth_getTransactionCount', wallet.address, 'latest')
  see(`${name}: status of its receipt, next nonce`, [receipt.status, nonce], ['0x0', '0x1'])
}
EOF
