#!/usr/bin/env bash
# What time is it on a development chain after a hundred blocks that were mined at once?
#
# One would guess: now, as a node takes the time of a block from its clock.
# What happens: on Hardhat no two blocks share a second, so each quick block moves the chain a
# second further ahead of the clock, here about a hundred; on anvil and ganache many blocks have the
# same time. Signatures that are valid "from now" or for some minutes (ERC-3009, Permit2, deadlines)
# are made with the wall clock and judged by the chain's, and so fail on Hardhat after enough tests.
. "$(dirname "$0")/lib.sh"
packages @foundry-rs/anvil-linux-amd64@1.7.1 ganache@7.9.2 hardhat@2.29.1
finding <<'EOF'
import { anvil, ganache, hardhat, see } from './lib.mjs'

const expected = { anvil: 'by the clock', ganache: 'by the clock', hardhat: 'ahead of it' }
const nodes = { anvil: await anvil(), ganache: ganache(), hardhat: hardhat() }
for (const [name, node] of Object.entries(nodes)) {
  for (let block = 0; block < 100; block++) await node.call('evm_mine')
  const { timestamp } = await node.call('eth_getBlockByNumber', 'latest', false)
  const ahead = Number(timestamp) - Math.floor(Date.now() / 1000)
  console.log(`  ${name}: ${ahead} s after the clock`)
  see(`${name} goes`, ahead > 50 ? 'ahead of it' : 'by the clock', expected[name])
}
EOF
