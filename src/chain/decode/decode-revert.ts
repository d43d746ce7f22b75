import type { CapstanError } from '../../primitives/capstan-error.ts'
import { SAFE_REASONS } from './safe-reasons.ts'

/** Why a call failed, as far as the bytes say. */
export interface Revert {
  /** `Error`, `Panic` or the name of the custom error; null if there is none. */
  readonly name: string | null
  readonly args: readonly string[]
  /** For a sentence: `ClaimExpired(1700000000)`, `not the owner`, `without a reason`. */
  readonly text: string
  /** The bytes themselves, `0x` hex. */
  readonly data: string
}

/** Solidity, "Panic via assert and Error via require": codes of Panic(uint256). */
const PANICS: Readonly<Record<number, string>> = {
  1: 'an assertion failed',
  17: 'arithmetic overflow',
  18: 'division by zero',
  33: 'a value is outside its enum',
  49: 'pop from an empty array',
  50: 'index out of range',
  65: 'out of memory',
  81: 'call of an empty function pointer',
}
const ERROR_SELECTOR = '0x08c379a0'
const PANIC_SELECTOR = '0x4e487b71'
/** The two errors that any contract may raise. */
const BUILT_IN = ['error Error(string reason)', 'error Panic(uint256 code)']

/** Decodes revert bytes by the contract's ABI and the two errors of Solidity itself. */
export async function decodeRevert(data: string, abi: readonly unknown[] = []): Promise<Revert> {
  if (data === '0x') return { name: null, args: [], text: 'without a reason', data }
  const { Interface } = await import('ethers')
  const known = new Interface([...abi.filter(isErrorFragment), ...BUILT_IN] as string[])
  const error = parse(() => known.parseError(data))
  if (!error) return { name: null, args: [], text: `unknown error ${data.slice(0, 10)}`, data }
  const args = error.args.map(String)
  return { name: error.name, args, text: sentence(data, error.name, args), data }
}

function isErrorFragment(fragment: unknown): boolean {
  if (typeof fragment === 'string') return fragment.startsWith('error ')
  return (fragment as { type?: unknown } | null)?.type === 'error'
}

/** Bytes that only look like a known error do not decode. */
function parse<T>(work: () => T): T | null {
  try {
    return work()
  } catch {
    return null
  }
}

function sentence(data: string, name: string, args: readonly string[]): string {
  if (data.startsWith(ERROR_SELECTOR)) return reasonText(args[0] ?? '')
  if (data.startsWith(PANIC_SELECTOR)) return PANICS[Number(args[0])] ?? `panic code ${args[0]}`
  return `${name}(${args.join(', ')})`
}

function reasonText(reason: string): string {
  const meaning = Object.hasOwn(SAFE_REASONS, reason) ? SAFE_REASONS[reason] : undefined
  return meaning === undefined ? reason || 'without a reason' : `${reason}, ${meaning}`
}

/**
 * The revert bytes inside a node's error: nodes put them into `data`, into an object there, or
 * only into the message. Null if the error is not a revert.
 */
export function revertData(error: CapstanError): string | null {
  const { data, rpcMessage, rpcCode } = error.details
  const bytes = /0x[0-9a-f]*/i.exec(String(data ?? ''))?.[0]
  if (bytes && bytes.length % 2 === 0 && (bytes.length >= 10 || rpcCode === 3)) return bytes
  return rpcCode === 3 || /revert/i.test(String(rpcMessage)) ? '0x' : null
}
