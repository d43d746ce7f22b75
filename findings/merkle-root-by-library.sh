#!/usr/bin/env bash
# Same leaves, same hash, pairs sorted, leaves sorted: is the Merkle root the same in every library?
#
# One would guess: yes, and if a test with a few leaves agrees, so will the tree of all holders.
# What happens: @openzeppelin/merkle-tree fills a complete binary tree as an array, merkletreejs
# hashes level by level and carries an odd node up. The roots agree for 1, 2, 3, 4, 6, 8, 12 and 16
# leaves, and differ for 5, 7, 9, 10, 11, 13… A proof by merkletreejs holds against its own root in
# OpenZeppelin's verifier, so a contract pays by either tree: a snapshot must name the layout beside
# the hash.
. "$(dirname "$0")/lib.sh"
packages @openzeppelin/merkle-tree@1.0.8 merkletreejs@0.6.0 ethers@6.17.0
finding <<'EOF'
import { SimpleMerkleTree } from '@openzeppelin/merkle-tree'
import { getBytes, id, keccak256 } from 'ethers'
import { MerkleTree } from 'merkletreejs'
import { see } from './lib.mjs'

const hash = (bytes) => Buffer.from(getBytes(keccak256(bytes)))
const agree = []
const differ = []
for (let count = 1; count <= 17; count++) {
  const leaves = Array.from({ length: count }, (_, index) => id(`holder ${index}`))
  const buffers = leaves.map((leaf) => Buffer.from(getBytes(leaf)))
  const byArray = SimpleMerkleTree.of(leaves)
  const byLevel = new MerkleTree(buffers, hash, { sortPairs: true, sortLeaves: true })
  const same = byArray.root === byLevel.getHexRoot()
  ;(same ? agree : differ).push(count)

  const proof = byLevel.getHexProof(buffers[0])
  if (!SimpleMerkleTree.verify(byLevel.getHexRoot(), leaves[0], proof)) throw new Error('no proof')
}
see('leaves with one root', agree, [1, 2, 3, 4, 6, 8, 12, 16])
see('leaves with two roots', differ, [5, 7, 9, 10, 11, 13, 14, 15, 17])
EOF
