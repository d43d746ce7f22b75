import { expect } from 'vitest'
import type { JournalRow } from '../../src/chain/journal/journal-row.ts'
import type { CapstanResult } from './capstan.ts'
import type { TestChain } from './chain.ts'
import { type FaultRule, type FaultyProxy, startFaultyProxy } from './faulty-proxy.ts'
import { newPublisher, type Publisher } from './publisher.ts'

/** How long a run waits for its transaction where it is to give up. */
export const SHORT = ['--timeout', '1']

export interface Scene {
  readonly operator: Publisher
  /** Between the operator and the chain. */
  readonly proxy: FaultyProxy
}

/** An operator and a proxy of their own, so that many of them can act on one chain at once. */
export async function onStage(
  chain: TestChain,
  act: (scene: Scene) => Promise<void>,
  batches?: number,
): Promise<void> {
  const proxy = await startFaultyProxy(chain.rpcUrl)
  const operator = await newPublisher(chain, batches)
  try {
    await act({ operator, proxy })
  } finally {
    await proxy.close()
    operator.remove()
  }
}

/** How a run ends, and the states it leaves in the journal. */
export interface Ending {
  readonly exit: number
  readonly code: string
  readonly journal: readonly string[]
}

/** Runs twice into a fault, with and without `--json`, and once more when it is over. */
export async function expectEnding(
  { operator, proxy }: Scene,
  fault: () => FaultRule,
  { exit, code, journal }: Ending,
): Promise<void> {
  proxy.setRule(fault())
  const told = await operator.publish([proxy.url], ...SHORT, '--json')
  expect([told.exitCode, told.json], told.stdout).toMatchObject([exit, { error: { code } }])
  const rows = await operator.journal()
  expect(statesOf(rows)).toEqual(journal)
  if (exit === 9) expect(told.json).toMatchObject({ error: { details: { hash: rows[0]?.hash } } })

  proxy.setRule(fault())
  const said = await operator.publish([proxy.url], ...SHORT)
  expect([said.exitCode, said.stdout], said.stderr).toEqual([exit, ''])
  if (exit === 9) expect(said.stderr).toContain(rows[0]?.hash)

  proxy.setRule(undefined)
  await expectPublishedOnce(operator, await operator.publish([proxy.url], '--json'))
}

/** The run ended well, and all it wanted has happened exactly once. */
export async function expectPublishedOnce(
  operator: Publisher,
  result: CapstanResult,
): Promise<void> {
  expect(result.exitCode, result.stdout + result.stderr).toBe(0)
  const final = (await operator.journal()).filter(({ state }) => state === 'final')
  expect(result.json).toMatchObject({ transactionHashes: final.map(({ hash }) => hash) })
  expect([final.length, await operator.sentCount(), await operator.paidTimes()]).toEqual([1, 1, 1])
}

export function statesOf(rows: readonly JournalRow[]): string[] {
  return rows.map(({ state }) => state)
}
