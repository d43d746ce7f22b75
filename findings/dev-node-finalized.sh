#!/usr/bin/env bash
# What does a development node call `finalized`?
#
# One would guess: one thing. There is no consensus layer, so it is block 0, or always the head.
# What happens: anvil keeps a distance as on mainnet, `safe` 32 and `finalized` 64 blocks behind the
# head (block 0 before that); ganache and Hardhat call the newest block final. Code that waits for a
# final block ends at once on two of them, and on anvil hangs until somebody mines 64 blocks.
. "$(dirname "$0")/lib.sh"
packages @foundry-rs/anvil-linux-amd64@1.7.1 ganache@7.9.2 hardhat@2.29.1
finding <<'EOF'
import { anvil, ganache, hardhat, see } from './lib.mjs'

const expected = {
  anvil: [[10, 0, 0], [70, 38, 6]],
  ganache: [[10, 10, 10], [70, 70, 70]],
  hardhat: [[10, 10, 10], [70, 70, 70]],
}
const nodes = { anvil: await anvil(), ganache: ganache(), hardhat: hardhat() }
for (const [name, node] of Object.entries(nodes)) {
  const height = async (tag) => Number((await node.call('eth_getBlockByNumber', tag, false)).number)
  for (const [latest, safe, finalized] of expected[name]) {
    while ((await height('latest')) < latest) await node.call('evm_mine')
    const seen = [await height('latest'), await height('safe'), await height('finalized')]
    see(`${name}: latest, safe, finalized`, seen, [latest, safe, finalized])
  }
}
EOF
