/** JSON-RPC quantities: `0x` hex without leading zeros (Ethereum execution API, "hex encoding"). */
export function toQuantity(value: bigint | number): string {
  return `0x${value.toString(16)}`
}

/** Reads a JSON-RPC quantity as a JavaScript number; for counts and heights, never for amounts. */
export function quantityToNumber(quantity: string): number {
  return Number(BigInt(quantity))
}

export function isQuantity(value: unknown): value is string {
  return typeof value === 'string' && /^0x[0-9a-f]{1,64}$/i.test(value)
}
