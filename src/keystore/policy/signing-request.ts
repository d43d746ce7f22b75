/** Somebody a signature gives something to, or deals with. */
export interface Counterparty {
  /** EIP-55, or a control program of a Bytom chain; null for a contract that is only being made. */
  readonly address: string | null
  /** A token that a known call is made on may be listed as an asset with a ceiling instead. */
  readonly role: 'recipient' | 'token'
}

/** An amount that leaves, or that somebody may take. */
export interface Move {
  /** As in a policy's ceilings. */
  readonly asset: string
  readonly amountBaseUnits: bigint
}

/** What a signature would do, as far as it can be read from what is signed. */
export interface SigningRequest {
  /** Null when what is signed names no chain. */
  readonly chainId: bigint | null
  readonly counterparties: readonly Counterparty[]
  readonly moves: readonly Move[]
  /** What could not be read, when that may hide a move. */
  readonly unread?: Unread
}

export type Unread =
  /** Hands the whole account over (EIP-7702). */
  | { readonly what: 'set-code' }
  /** A call or message to a contract; it matters if that is a token with a ceiling. */
  | { readonly what: 'call'; readonly contract: string }
  /** A message that reads like an allowance, of a kind that is not known. */
  | { readonly what: 'permit'; readonly primaryType: string }

/** All that is allowed to somebody, whatever the token writes for it. */
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
