import { COINBASE_MATURITY } from '../../../bytomd/consensus.ts'
import { addressOfProgram } from '../../../primitives/bytom/bytom-address.ts'
import type { BytomNetwork } from '../../../primitives/bytom/networks.ts'
import type { Category } from '../balance-source.ts'
import type { HolderList, HolderPiece } from '../holder-list.ts'
import type { Unattributable } from './facts.ts'
import { type ProgramKind, programKind } from './program-kind.ts'
import type { Unspent } from './unspent-table.ts'

/** First line of snapshot.csv for Bytom holders. */
export const PROGRAMS_HEADER = 'address,balanceBaseUnits,program'

const PIECE_HOLDERS = 4096

/** The balances of one asset at a height. */
export interface Holdings {
  /** In ascending order of address. */
  readonly holders: HolderList
  /** In ascending order of program. */
  readonly unattributable: readonly Unattributable[]
  /** They add up to all that is unspent; what is immature is not in another one. */
  readonly categories: Readonly<Record<string, Category>>
  /** All that is unspent, base units. */
  readonly total: bigint
}

interface Holding {
  outputs: number
  mature: bigint
  immature: bigint
}

export interface AddressedHolding {
  readonly address: string
  readonly program: string
  readonly baseUnits: bigint
}

/** Groups unspent outputs by control program, never by the address that a node prints. */
export function holdingsOf(
  unspent: Iterable<Unspent>,
  { assetId, height, network }: { assetId: string; height: number; network: BytomNetwork },
): Holdings {
  const holders: AddressedHolding[] = []
  const unattributable: Unattributable[] = []
  const categories = new Categories()
  for (const [program, holding] of byProgram(unspent, assetId, height)) {
    const bytes = Buffer.from(program, 'hex')
    const kind = programKind(bytes)
    const baseUnits = holding.mature + holding.immature
    if (kind === 'lookAlike' || kind === 'addressless') {
      unattributable.push({ program, kind, outputs: holding.outputs, baseUnits })
      categories.add(kind, baseUnits)
    } else {
      const address = addressOfProgram(network, bytes) as string
      if (baseUnits > 0n) holders.push({ address, program, baseUnits })
      categories.add(kind, holding.mature)
      categories.add('immature', holding.immature)
    }
  }
  return {
    holders: new BytomHolders(holders.sort((a, b) => (a.address < b.address ? -1 : 1))),
    unattributable: unattributable.sort((a, b) => (a.program < b.program ? -1 : 1)),
    categories: categories.sums,
    total: Object.values(categories.sums).reduce((sum, { baseUnits }) => sum + baseUnits, 0n),
  }
}

function byProgram(
  unspent: Iterable<Unspent>,
  wanted: string,
  height: number,
): Map<string, Holding> {
  const holdings = new Map<string, Holding>()
  for (const { assetId, amount, program, coinbaseHeight } of unspent) {
    if (assetId !== wanted) continue
    let holding = holdings.get(program)
    if (holding === undefined) {
      holding = { outputs: 0, mature: 0n, immature: 0n }
      holdings.set(program, holding)
    }
    holding.outputs++
    if (isMature(coinbaseHeight, height)) holding.mature += amount
    else holding.immature += amount
  }
  return holdings
}

/** Whether the block after `height` could spend it. */
function isMature(coinbaseHeight: number | null, height: number): boolean {
  return coinbaseHeight === null || coinbaseHeight + COINBASE_MATURITY <= height + 1
}

class Categories {
  readonly sums: Record<string, { holders: number; baseUnits: bigint }> = {}

  add(name: ProgramKind | 'immature', baseUnits: bigint): void {
    if (baseUnits === 0n) return
    this.sums[name] ??= { holders: 0, baseUnits: 0n }
    this.sums[name].holders++
    this.sums[name].baseUnits += baseUnits
  }
}

export class BytomHolders implements HolderList {
  readonly header = PROGRAMS_HEADER

  readonly #holders: readonly AddressedHolding[]

  constructor(holders: readonly AddressedHolding[]) {
    this.#holders = holders
  }

  *pieces(): Generator<HolderPiece> {
    for (let from = 0; from < this.#holders.length; from += PIECE_HOLDERS) {
      const piece = this.#holders.slice(from, from + PIECE_HOLDERS)
      const lines = piece.map(({ address, program, baseUnits }) => [address, baseUnits, program])
      yield {
        lines: lines.map((fields) => `${fields.join(',')}\n`).join(''),
        holders: piece.length,
        baseUnits: piece.reduce((sum, { baseUnits }) => sum + baseUnits, 0n),
      }
    }
  }
}
