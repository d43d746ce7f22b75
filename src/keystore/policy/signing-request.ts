/** An account that a signature pays or calls. */
export interface Counterparty {
  /** EIP-55, or an address of a Bytom chain; null for a contract that is being created. */
  readonly address: string | null
  /** The token of a known call may be listed as an asset with a limit instead. */
  readonly role: 'recipient' | 'token'
}

/** An amount that leaves, or that somebody is allowed to take. */
export interface Move {
  /** As in a policy's limits. */
  readonly asset: string
  readonly amountBaseUnits: bigint
}

/** What a key is asked to sign, as far as the signed data shows what it does. */
export interface SigningRequest {
  /** Null if the signed data names no chain. */
  readonly chainId: bigint | null
  readonly counterparties: readonly Counterparty[]
  readonly moves: readonly Move[]
  /** What cannot be read and may hide a move. */
  readonly unread?: Unread
}

export type Unread =
  /** Hands over the whole account (EIP-7702). */
  | { readonly what: 'set-code' }
  /** A call or message to a contract; matters if that is a token with a limit. */
  | { readonly what: 'call'; readonly contract: string }
  /** A message of an unknown type that looks like an allowance. */
  | { readonly what: 'permit'; readonly primaryType: string }

/** An unlimited allowance, however the token writes it. */
export const UNLIMITED = (1n << 256n) - 1n

/** The sum of each asset's moves. An unlimited one stays unlimited. */
export function totalsOf(moves: readonly Move[]): ReadonlyMap<string, bigint> {
  const totals = new Map<string, bigint>()
  for (const { asset, amountBaseUnits } of moves) {
    const sum = (totals.get(asset) ?? 0n) + amountBaseUnits
    totals.set(asset, sum > UNLIMITED ? UNLIMITED : sum)
  }
  return totals
}
