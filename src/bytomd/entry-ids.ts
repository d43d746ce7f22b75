// Ids of Bytom 1.x (reference: Bytom, 2.6), computed from the hex of the node's JSON. The codec of raw
// transactions derives the same ids from bytes. A block's JSON lacks some of their contents (nonces of
// issuances, sources of spent outputs) and gives the ids that depend on them instead.
//
// A replay hashes some ten million times, so speed matters: `crypto.hash` from hex to hex costs
// about 1.3 µs, a hash object twice as much, noble seven times.

import { hash } from 'node:crypto'
import { BTM_ASSET_ID } from '../primitives/bytom/btm.ts'
import type { BlockHeader, BlockInput, BlockTransaction } from './block.ts'

/** Types of entries, as hex of the text that their hashes begin with. */
const PREFIXES = {
  blockheader: prefixOf('blockheader'),
  coinbase: prefixOf('coinbase1'),
  mux: prefixOf('mux1'),
  output: prefixOf('output1'),
  retirement: prefixOf('retirement1'),
  spend: prefixOf('spend1'),
  txheader: prefixOf('txheader'),
} as const

/** Each byte as hex. */
const BYTES = Array.from({ length: 256 }, (_, byte) => byte.toString(16).padStart(2, '0'))
const ONE = uint64(1n)
const ZERO = uint64(0n)
/** OP_TRUE, after its length. */
const MUX_PROGRAM = `${ONE}0151`

/** SHA3-256 of the bytes of `hex`, as hex. */
export function sha3Hex(hex: string): string {
  return hash('sha3-256', Buffer.from(hex, 'hex'), 'hex')
}

export function spendInputId(spentOutputId: string): string {
  return entryId('spend', spentOutputId)
}

/** The id that an input must have; for issuances the one it states. */
export function inputId(input: BlockInput): string {
  switch (input.type) {
    case 'spend':
      return spendInputId(input.spentOutputId)
    case 'coinbase':
      return entryId('coinbase', byteString(input.arbitrary))
    case 'issue':
      return input.inputId
    case 'repeated':
      return '0'.repeat(64)
  }
}

/** @param sources for each input, the id of the entry that its value comes from. */
export function muxId(
  { inputs, outputs }: Pick<BlockTransaction, 'inputs' | 'outputs'>,
  sources: readonly string[],
): string {
  let body = varintHex(inputs.length)
  for (const [i, input] of inputs.entries()) {
    const isCoinbase = input.type === 'coinbase'
    const assetId = isCoinbase ? BTM_ASSET_ID : input.assetId
    // A coinbase has no source: its mux has the value of the first output.
    const amount = isCoinbase ? (outputs[0]?.amount ?? 0n) : input.amount
    body += sources[i] + assetId + uint64(amount) + ZERO
  }
  return entryId('mux', body + MUX_PROGRAM)
}

/** Ids of the outputs of a transaction, in order. */
export function outputIds({ outputs }: BlockTransaction, mux: string): string[] {
  return outputs.map(({ assetId, amount, program }, position) => {
    const source = mux + assetId + uint64(amount) + uint64(BigInt(position))
    return isRetired(program)
      ? entryId('retirement', source)
      : entryId('output', source + ONE + byteString(program))
  })
}

export function transactionId(
  { version, timeRange }: BlockTransaction,
  outputs: readonly string[],
): string {
  const header = uint64(version) + uint64(timeRange) + varintHex(outputs.length)
  return entryId('txheader', header + outputs.join(''))
}

export function blockHash(header: Omit<BlockHeader, 'hash'>): string {
  const { version, height, previousHash, timestamp, transactionRoot, statusRoot } = header
  return entryId(
    'blockheader',
    uint64(version) +
      uint64(BigInt(height)) +
      previousHash +
      uint64(timestamp) +
      transactionRoot +
      statusRoot +
      uint64(header.bits) +
      uint64(header.nonce),
  )
}

/** Does the program begin in a way that nobody can ever satisfy? */
export function isRetired(program: string): boolean {
  return program.startsWith('6a')
}

function entryId(kind: keyof typeof PREFIXES, body: string): string {
  return sha3Hex(PREFIXES[kind] + sha3Hex(body))
}

function prefixOf(type: string): string {
  return Buffer.from(`entryid:${type}:`, 'latin1').toString('hex')
}

function byteString(hex: string): string {
  return varintHex(hex.length / 2) + hex
}

/** Unsigned LEB128. */
function varintHex(value: number): string {
  if (value < 0x80) return byteHex(value)
  return byteHex((value & 0x7f) | 0x80) + varintHex(Math.floor(value / 0x80))
}

/** 8 bytes, little-endian. */
function uint64(value: bigint): string {
  const low = Number(value & 0xffff_ffffn)
  const high = Number(value >> 32n)
  return uint32(low) + uint32(high)
}

function uint32(value: number): string {
  return (
    byteHex(value & 0xff) +
    byteHex((value >>> 8) & 0xff) +
    byteHex((value >>> 16) & 0xff) +
    byteHex(value >>> 24)
  )
}

function byteHex(byte: number): string {
  return BYTES[byte] as string
}
