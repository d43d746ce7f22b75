// The two Merkle trees of a block: over the ids of its transactions, and over their statuses. A leaf is
// SHA3(00 || item), a node SHA3(01 || left || right); the left side has the largest power of two below
// the count (reference: Bytom, 2.6).

import { sha3Hex } from './entry-ids.ts'

const PASSED = leaf(Buffer.from('{}').toString('hex'))
const FAILED = leaf(Buffer.from('{"status_fail":true}').toString('hex'))

/** @param ids of the transactions in order, as hex. */
export function transactionRoot(ids: readonly string[]): string {
  return root(ids.map(leaf))
}

/** @param failures whether each transaction failed, in order. */
export function statusRoot(failures: readonly boolean[]): string {
  return root(failures.map((failed) => (failed ? FAILED : PASSED)))
}

function root(leaves: readonly string[]): string {
  const [first] = leaves
  if (first === undefined) return sha3Hex('')
  if (leaves.length === 1) return first
  const half = 2 ** (31 - Math.clz32(leaves.length - 1))
  return sha3Hex(`01${root(leaves.slice(0, half))}${root(leaves.slice(half))}`)
}

function leaf(item: string): string {
  return sha3Hex(`00${item}`)
}
