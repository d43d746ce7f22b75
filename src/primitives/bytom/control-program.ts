/** A hash with what it is of: one public key (20 bytes) or a script (32 bytes). */
export interface ProgramHash {
  readonly kind: 'P2WPKH' | 'P2WSH'
  readonly hash: Uint8Array
}

const KEY_HASH_BYTES = 20
const SCRIPT_HASH_BYTES = 32
/** First byte of a program that nobody can spend: what it holds is retired. */
const RETIRE = 0x6a

/** The version 0 program of a hash of 20 or 32 bytes. */
export function programOf(hash: Uint8Array): Uint8Array {
  return Uint8Array.of(0, hash.length, ...hash)
}

/**
 * The hash in a program that is exactly of version 0. Everything else has no address, also where a
 * node prints one: it shows the same text for look-alikes that anybody can spend.
 */
export function parseProgram(program: Uint8Array): ProgramHash | undefined {
  const [version, length] = program
  if (version !== 0 || program.length !== 2 + (length ?? 0)) return undefined
  return programHash(program.slice(2))
}

/** The hash of an address or program by its length; undefined for other lengths. */
export function programHash(hash: Uint8Array): ProgramHash | undefined {
  if (hash.length === KEY_HASH_BYTES) return { kind: 'P2WPKH', hash }
  return hash.length === SCRIPT_HASH_BYTES ? { kind: 'P2WSH', hash } : undefined
}

export function isRetired(program: Uint8Array): boolean {
  return program[0] === RETIRE
}
