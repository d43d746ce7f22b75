import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { BytomSource } from '../../src/migration/campaign/campaign.ts'
import { BTM } from './bytom-chain.ts'
import { sharedFixture } from './shared-fixtures.ts'
import { hastyClock } from './snapshot.ts'

export const BYTOM_PORTS = {
  chain: () => Promise.reject(new Error('Bytom is no EVM chain')),
  clock: hastyClock,
}

/** A source on a solonet; `at` is `{ node: URL }` or `{ blocks: FILE }`. */
export function bytomSource(
  at: Partial<BytomSource>,
  height: number,
  more: Partial<BytomSource> = {},
): BytomSource {
  return {
    kind: 'bytom',
    node: null,
    blocks: null,
    secondNode: null,
    height,
    confirmations: 0,
    bytomNetwork: 'solonet',
    asset: BTM,
    ...at,
    ...more,
  }
}

/** The blocks of the captured solonet, 0 to 128, and the two that name an output twice. */
export function capturedBlocks(): string[] {
  return [...linesOf('blocks.ndjson'), ...linesOf('extra-duplicate-input', 'blocks-129-130.ndjson')]
}

/** What the node's own database held at 128; amounts are decimal strings. */
export interface CapturedBalances {
  readonly tip_hash: string
  readonly expected_total: string
  readonly expected_by_address: Readonly<Record<string, string>>
  readonly expected_nonstandard: readonly {
    readonly control_program: string
    readonly amount: string
    readonly outputs: number
  }[]
  readonly expected_supply: { readonly coinbase_issuance: string; readonly retired: string }
  readonly historical_by_height_from_replay: Readonly<Record<string, { readonly total: string }>>
}

export function capturedBalances(): CapturedBalances {
  return JSON.parse(readFileSync(sharedFixture('bytom', 'balances.json'), 'utf8'))
}

/** What it held at 130, after an output was named twice. */
export interface RepeatedBalances {
  readonly expected_total: string
  readonly expected_by_program: Readonly<Record<string, string>>
  readonly excess_over_issuance_minus_retired: string
}

export function repeatedBalances(): RepeatedBalances {
  const path = sharedFixture('bytom', 'extra-duplicate-input', 'balances.json')
  return JSON.parse(readFileSync(path, 'utf8'))
}

/** snapshot.csv as balance by address and as balance by program. */
export function bytomBalances(directory: string) {
  const lines = readFileSync(join(directory, 'out/snapshot.csv'), 'utf8').trimEnd().split('\n')
  const rows = lines.slice(1).map((line) => line.split(',') as [string, string, string])
  return {
    header: lines[0],
    byAddress: Object.fromEntries(rows.map(([address, balance]) => [address, balance])),
    byProgram: Object.fromEntries(rows.map(([, balance, program]) => [program, balance])),
  }
}

function linesOf(...path: string[]): string[] {
  return readFileSync(sharedFixture('bytom', ...path), 'utf8')
    .trimEnd()
    .split('\n')
}
