#!/usr/bin/env bash
# ethers 6 asks a node for a nonce, the transaction is mined, it asks again.
#
# One would guess: it answers what the node says now.
# What happens: for a quarter of a second a JsonRpcProvider gives its earlier answer to the same
# question, without asking. So on a development node that mines at once the second of two
# transactions in a row is signed with a used nonce ("nonce has already been used").
# With `cacheTimeout: -1` it asks each time.
. "$(dirname "$0")/lib.sh"
packages @foundry-rs/anvil-linux-amd64@1.7.1 ethers@6.17.0
finding <<'EOF'
import { setTimeout as pause } from 'node:timers/promises'
import { JsonRpcProvider, Wallet } from 'ethers'
import { anvil, RICH_KEY, see } from './lib.mjs'

const { url, call } = await anvil()
const { address } = new Wallet(RICH_KEY)
const pay = { from: address, to: '0x00000000000000000000000000000000000000aa', value: '0x1' }

/** By how many transactions the provider's nonce is behind the node's after `waitMs`. */
async function behind(options, waitMs) {
  const provider = new JsonRpcProvider(url, 31337, { staticNetwork: true, ...options })
  await provider.getTransactionCount(address)
  await call('eth_sendTransaction', pay) // mined when this returns
  await pause(waitMs)
  const [remembered, real] = [
    await provider.getTransactionCount(address),
    Number(await call('eth_getTransactionCount', address, 'latest')),
  ]
  provider.destroy()
  return real - remembered
}

// A machine that stalls longer than the memory lasts gets another chance.
let atOnce = 0
for (let tries = 0; atOnce === 0 && tries < 10; tries++) atOnce = await behind({}, 0)
see('behind at once', atOnce, 1)
see('behind after half a second', await behind({}, 500), 0)
see('behind with cacheTimeout -1', await behind({ cacheTimeout: -1 }, 0), 0)
EOF
