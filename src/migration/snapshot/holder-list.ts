/** Some lines of snapshot.csv, each with its line feed, and their sum. */
export interface HolderPiece {
  readonly lines: Uint8Array | string
  readonly holders: number
  /** Their sum. */
  readonly baseUnits: bigint
}

/**
 * The holders of a snapshot as snapshot.csv lists them, in ascending order of address, none at
 * zero.
 */
export interface HolderList {
  /** First line of the file, without its line feed. */
  readonly header: string
  pieces(): Iterable<HolderPiece>
}
