import { sameBytes } from './bare-hex.ts'
import { quorumInvalid, scriptInvalid } from './bytom-errors.ts'

/** Any `quorum` of the keys, in the order the account was made with. */
export interface Multisig {
  readonly quorum: number
  /** ed25519 public keys, 32 bytes each. */
  readonly publicKeys: readonly Uint8Array[]
}

const TX_SIG_HASH = 0xae
const CHECK_MULTISIG = 0xad
const PUSH_32 = 0x20
const NUMBER_0 = 0x50
/** Largest number that is an instruction of its own; larger ones are pushed as bytes. */
const LAST_SHORT_NUMBER = 16
const MAX_KEYS = 255
const PUBLIC_KEY_BYTES = 32

/** `ae (20 key)… m n ad`. @throws BYTOM_QUORUM_INVALID unless 1 ≤ m ≤ n ≤ 255. */
export function encodeMultisigScript({ quorum, publicKeys }: Multisig): Uint8Array {
  const count = publicKeys.length
  if (!Number.isInteger(quorum) || quorum < 1 || quorum > count || count > MAX_KEYS) {
    throw quorumInvalid(quorum, count)
  }
  return Uint8Array.from([
    TX_SIG_HASH,
    ...publicKeys.flatMap((key) => [PUSH_32, ...key]),
    ...numberBytes(quorum),
    ...numberBytes(count),
    CHECK_MULTISIG,
  ])
}

/** Reads a script back; takes only what `encodeMultisigScript` writes. @throws BYTOM_SCRIPT_INVALID */
export function parseMultisigScript(script: Uint8Array): Multisig {
  if (script[0] !== TX_SIG_HASH) throw scriptInvalid('it does not begin with ae')
  const publicKeys: Uint8Array[] = []
  let at = 1
  while (script[at] === PUSH_32 && at + 1 + PUBLIC_KEY_BYTES <= script.length) {
    publicKeys.push(script.slice(at + 1, at + 1 + PUBLIC_KEY_BYTES))
    at += 1 + PUBLIC_KEY_BYTES
  }
  const multisig = { quorum: readNumber(script, at), publicKeys }
  const { quorum } = multisig
  if (quorum < 1 || quorum > publicKeys.length || publicKeys.length > MAX_KEYS) {
    throw scriptInvalid('its quorum is not possible with its keys')
  }
  if (!sameBytes(encodeMultisigScript(multisig), script)) {
    throw scriptInvalid('it is not `ae`, keys of 32 bytes, m, n and `ad`')
  }
  return multisig
}

function numberBytes(value: number): number[] {
  return value <= LAST_SHORT_NUMBER ? [NUMBER_0 + value] : [1, value]
}

/** The number at a place, or 0 if there is none. */
function readNumber(script: Uint8Array, at: number): number {
  const first = script[at] ?? 0
  if (first === 1) return script[at + 1] ?? 0
  return first > NUMBER_0 && first <= NUMBER_0 + LAST_SHORT_NUMBER ? first - NUMBER_0 : 0
}
