#!/usr/bin/env bash
# A Bytom node gives a block as JSON. Does its hash come out again from what JSON.parse makes of it?
#
# One would guess: yes. Only amounts could leave the range of a double, and a header has none.
# What happens: no, not even in block 0. The compact target `bits` is a 64-bit integer with its
# exponent in the top byte, so it lies above 2^53 in every block, and `nonce` may be anything of 64
# bits. Both are rounded in silence, and the hash, SHA3 over their eight bytes, is another one. The
# block is number 0 of a solonet, whose hash is a constant of the node.
. "$(dirname "$0")/lib.sh"
packages @noble/hashes@2.4.0
finding <<'EOF'
import { sha3_256 } from '@noble/hashes/sha3.js'
import { see } from './lib.mjs'

const answer = `{
  "hash": "ce4fe9431cd0225b3a811f8f8ec922f2b07a921bb12a8dddae9a85540072c770",
  "version": 1, "height": 0, "timestamp": 1528945000, "nonce": 9253507043297,
  "bits": 2305843009214532812,
  "previous_block_hash": "0000000000000000000000000000000000000000000000000000000000000000",
  "transaction_merkle_root": "58e45ceb675a0b3d7ad3ab9d4288048789de8194e9766b26d8f42fdb624d4390",
  "transaction_status_hash": "c9c377e5192668bc0a367e4a4764f11e7c725ecced1d7b6a492974fab1b6d5bc"
}`

const hex = (text) => Buffer.from(text, 'hex')
function u64(number) {
  const bytes = Buffer.alloc(8)
  bytes.writeBigUInt64LE(BigInt(number))
  return bytes
}
function hash(block) {
  const header = Buffer.concat([
    u64(block.version), u64(block.height), hex(block.previous_block_hash), u64(block.timestamp),
    hex(block.transaction_merkle_root), hex(block.transaction_status_hash),
    u64(block.bits), u64(block.nonce),
  ])
  const entry = Buffer.concat([Buffer.from('entryid:blockheader:'), sha3_256(header)])
  return Buffer.from(sha3_256(entry)).toString('hex')
}

const exact = JSON.parse(answer.replace(/: (\d+)/g, ': "$1"'))
const parsed = JSON.parse(answer)
see('bits as text', exact.bits, '2305843009214532812')
see('its hash is that of the block', hash(exact) === exact.hash, true)
see('bits by JSON.parse', String(BigInt(parsed.bits)), '2305843009214532608')
see('its hash is that of the block', hash(parsed) === parsed.hash, false)
EOF
