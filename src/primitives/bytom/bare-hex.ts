/** Bytes as lower-case hex without `0x`: how Bytom's nodes and key files write them. */
export function toBareHex(bytes: Uint8Array): string {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('hex')
}

/** The bytes of hex without `0x`, in any case; undefined if it is anything else. */
export function fromBareHex(text: string): Uint8Array | undefined {
  if (!/^(?:[0-9a-fA-F]{2})*$/.test(text)) return undefined
  return Uint8Array.from(Buffer.from(text, 'hex'))
}

export function sameBytes(a: Uint8Array, b: Uint8Array): boolean {
  return Buffer.compare(a, b) === 0
}
