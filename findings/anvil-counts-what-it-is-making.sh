#!/usr/bin/env bash
# How many transactions had an account sent at an old height?
#
# One would guess: a number that never changes, because the block at that height is made. So whoever
# sees a nonce used there, and looks into the block, finds the transaction that used it.
# What happens on anvil: while it makes a block, a question for the height of its newest block is
# answered from the state of the one being made. The nonces of that one count as used at the height
# before it, where no block shows them, and the same transactions are still said to be pending. Once
# the block is there, the old height has its old number again. Code that takes "used, and not in the
# block" for "replaced by another transaction" gives up its own payment a moment before it is mined.
. "$(dirname "$0")/lib.sh"
packages @foundry-rs/anvil-linux-amd64@1.7.1 ethers@6.17.0
finding <<'EOF'
import { Wallet } from 'ethers'
import { anvil, RICH_KEY, see } from './lib.mjs'

const COUNT = 1_500
const { call } = await anvil('--gas-limit', '600000000', '--max-transactions', '30000')
const wallet = new Wallet(RICH_KEY)
await call('evm_setAutomine', false)

const during = new Set()
const after = new Set()
for (let round = 0; round < 6; round++) {
  const first = round * COUNT
  const terms = { chainId: 31_337, type: 2, to: `0x${'11'.repeat(20)}`, value: 1, gasLimit: 21_000 }
  const fees = { maxFeePerGas: 10n ** 10n, maxPriorityFeePerGas: 1n }
  for (let nonce = first; nonce < first + COUNT; nonce++) {
    const raw = await wallet.signTransaction({ ...terms, ...fees, nonce })
    await call('eth_sendRawTransaction', raw)
  }
  const height = await call('eth_blockNumber')
  const isUsed = async () =>
    Number(await call('eth_getTransactionCount', wallet.address, height)) > first

  let isMade = false
  const making = call('evm_mine').then(() => (isMade = true))
  while (!isMade) {
    const used = await isUsed()
    if ((await call('eth_blockNumber')) === height) during.add(used)
  }
  await making
  after.add(await isUsed())
}
see('nonces of a block that is being made, at the height before it: used', during.has(true), true)
see('once the block is there, at the same height: used', [...after], [false])
EOF
