/** Cost of scrypt (RFC 7914): n is a power of two. */
export interface ScryptCost {
  readonly n: number
  readonly r: number
  readonly p: number
}

export interface ScryptParameters extends ScryptCost {
  readonly salt: Uint8Array
}
