import { bytomPathInvalid } from './bytom-errors.ts'

/** First receiving address of the first account (BIP-44, coin type 153; all numbers from 1). */
export const DEFAULT_BYTOM_PATH = 'm/44/153/1/0/1'

const STEP = /^(?:0|[1-9][0-9]{0,9})$/
const SELECTOR_BYTES = 4
/** Largest number of a step. */
export const MAX_STEP = 2 ** 32 - 1

/**
 * The selectors of a path such as `m/44/153/1/0/1`: purpose, coin, account, 0 or 1 for change, index.
 * The node's wallet writes each as 4 bytes, little-endian, and hardens none.
 * @throws BYTOM_PATH_INVALID
 */
export function parseBytomPath(path: string): Uint8Array[] {
  const [root, ...steps] = path.split('/')
  const isPath = root === 'm' && steps.every((step) => STEP.test(step) && Number(step) <= MAX_STEP)
  if (!isPath || steps.length === 0 || steps.length > 16) throw bytomPathInvalid(path)
  return steps.map((step) => selector(Number(step)))
}

/**
 * A path as people read it. Selectors of another length, as old accounts and assets have them, are
 * shown as their hex.
 */
export function formatBytomPath(selectors: readonly Uint8Array[]): string {
  return ['m', ...selectors.map(stepOf)].join('/')
}

function selector(step: number): Uint8Array {
  const bytes = Buffer.alloc(SELECTOR_BYTES)
  bytes.writeUInt32LE(step)
  return Uint8Array.from(bytes)
}

function stepOf(bytes: Uint8Array): string {
  const buffer = Buffer.from(bytes)
  return bytes.length === SELECTOR_BYTES
    ? `${buffer.readUInt32LE()}`
    : `0x${buffer.toString('hex')}`
}
