import type { JournalRow } from '../../chain/journal/journal-row.ts'
import { waitFor } from '../../chain/transactions/resume.ts'
import type { Intent } from '../../chain/transactions/transactions.ts'
import { CapstanError } from '../../primitives/capstan-error.ts'
import { RELEASE_ABI, readReleased, releaseInterface } from '../contracts/release-contract.ts'
import { quorumOf } from '../rules/attestation.ts'
import { paymentOf } from '../rules/swap-state.ts'
import type { AttestedLock } from './attest-due.ts'
import type { Observation } from './observe.ts'
import { type Refusal, type Refusals, refusalsOf } from './refusals.ts'
import type { RelayTools } from './relay-tools.ts'

const IN_FLIGHT = 16

/** A release that this run sent, or that it brought to its end. */
export interface SentRelease {
  readonly lockId: string
  readonly recipient: string
  /** Base units of the asset that the release contract pays. */
  readonly amountBaseUnits: bigint
  readonly transactionHash: string
}

export interface Releases {
  readonly sent: readonly SentRelease[]
  /** Ids of the locks that someone else released meanwhile. */
  readonly overtaken: readonly string[]
  /** Releases that reverted in simulation and were not sent, by lock. */
  readonly refused: ReadonlyMap<string, Refusal>
  /** Ids of the locks whose release was tried and is not known to have happened. */
  readonly failed: readonly string[]
  /** The worst error of those, if any. */
  readonly failure: CapstanError | null
}

interface Sending {
  readonly lock: AttestedLock
  readonly intent: Intent
}

/**
 * Sends the releases that a quorum attests, and follows those that earlier runs sent. A release
 * that reverts in simulation is not sent, so nobody pays gas for what another relayer has done; of
 * two sent at once the contract accepts one. If another relayer was first, the rest is tried again.
 */
export async function releaseReady(
  tools: RelayTools,
  observation: Observation,
  ready: readonly AttestedLock[],
): Promise<Releases> {
  const sendings = ready.map((lock) => ({ lock, intent: releaseIntent(lock, observation) }))
  const attempt = await tryOnce(tools, sendings)
  const { hashes, errors, refusals } = attempt
  const sent = sendings.flatMap((sending) => sentRelease(sending, observation, hashes))
  const undone = sendings.filter(({ lock, intent }) => {
    return !hashes.has(intent.idempotencyKey) && !isBarred(lock, refusals)
  })
  const { outrun, left, isOvertaken } = await afterAttempt(tools, undone, attempt)
  const overtaken = [...refusals.overtaken, ...outrun]
  const { refused } = refusals
  if (left.length > 0 && isOvertaken) {
    const then = await releaseReady(tools, observation, left)
    return {
      ...then,
      sent: [...sent, ...then.sent],
      overtaken: [...overtaken, ...then.overtaken],
      refused: new Map([...refused, ...then.refused]),
    }
  }
  const failure = left.length > 0 ? worstOf(errors) : null
  return { sent, overtaken, refused, failed: left.map(({ lockId }) => lockId), failure }
}

/** The idempotency key names only the lock: one release is enough, whoever attested it. */
function releaseIntent({ lock, lockId, releases }: AttestedLock, observation: Observation): Intent {
  const signatures = quorumOf(releases, observation.releaseContract)
  return {
    description: `release lock ${lockId} to ${lock.recipient}`,
    idempotencyKey: `migrate swap release ${lock.releaseContract} ${lockId}`,
    to: lock.releaseContract,
    data: releaseInterface.encodeFunctionData('release', [{ ...lock }, signatures]),
    valueWei: 0n,
    abi: RELEASE_ABI,
  }
}

interface Attempt {
  /** What the journal had before, by idempotency key. */
  readonly begun: ReadonlyMap<string, JournalRow>
  /** Transactions of the final releases, by idempotency key. */
  readonly hashes: ReadonlyMap<string, string>
  readonly refusals: Refusals
  readonly errors: readonly CapstanError[]
}

async function tryOnce(tools: RelayTools, sendings: readonly Sending[]): Promise<Attempt> {
  const begun = await begunReleases(tools, sendings)
  const fresh = sendings.filter(({ intent }) => !begun.has(intent.idempotencyKey))
  const refusals = await refusalsOf(tools, fresh)
  const hashes = new Map<string, string>()
  const errors: CapstanError[] = []
  for (const row of begun.values()) await collect(errors, () => finish(tools, row, hashes))
  const unbarred = fresh.filter(({ lock }) => !isBarred(lock, refusals))
  await collect(errors, () => send(tools, unbarred, hashes))
  return { begun, hashes, refusals, errors }
}

function isBarred({ lockId }: AttestedLock, { overtaken, refused }: Refusals): boolean {
  return overtaken.includes(lockId) || refused.has(lockId)
}

/** Releases in the journal, perhaps with other signatures and therefore other bytes. */
function begunReleases(
  { journal, swap: { target } }: RelayTools,
  sendings: readonly Sending[],
): Promise<Map<string, JournalRow>> {
  const keys = sendings.map(({ intent }) => intent.idempotencyKey)
  return journal.rowsByKey(Number(target.chain.chainId), keys)
}

/** Also one whose final block was reorged out: the same bytes are broadcast again. */
async function finish(
  { swap, journal, policy }: RelayTools,
  row: JournalRow,
  hashes: Map<string, string>,
): Promise<void> {
  const followed = { chain: swap.target.chain, journal, policy }
  hashes.set(row.idempotencyKey, (await waitFor(followed, String(row.id))).hash)
}

async function send(
  { transactions }: RelayTools,
  sendings: readonly Sending[],
  hashes: Map<string, string>,
): Promise<void> {
  const intents = sendings.map(({ intent }) => intent)
  const outcomes = transactions.sendMany(intents, { inFlight: IN_FLIGHT })
  for await (const { idempotencyKey, hash } of outcomes) hashes.set(idempotencyKey, hash)
}

/** An error of one must not stop the others. */
async function collect(errors: CapstanError[], work: () => Promise<void>): Promise<void> {
  try {
    await work()
  } catch (error) {
    if (!(error instanceof CapstanError)) throw error
    errors.push(error)
  }
}

function sentRelease(
  { lock: { lock, lockId }, intent }: Sending,
  { releaseContract }: Observation,
  hashes: ReadonlyMap<string, string>,
): SentRelease[] {
  const transactionHash = hashes.get(intent.idempotencyKey)
  if (transactionHash === undefined) return []
  const amountBaseUnits = paymentOf(lock, releaseContract)
  return [{ lockId, recipient: lock.recipient, amountBaseUnits, transactionHash }]
}

interface Aftermath {
  /** Ids of the locks that are released by a transaction outside the journal. */
  readonly outrun: ReadonlySet<string>
  readonly left: readonly AttestedLock[]
  /** Whether another run, of this key or another, was faster: then the rest is tried again. */
  readonly isOvertaken: boolean
}

/** What others did meanwhile. Nothing is tried again while an own outcome is unknown. */
async function afterAttempt(
  tools: RelayTools,
  undone: readonly Sending[],
  { begun, errors }: Attempt,
): Promise<Aftermath> {
  if (undone.length === 0) return { outrun: new Set(), left: [], isOvertaken: false }
  const { target, terms } = tools.swap
  const known = await begunReleases(tools, undone)
  const unknown = undone.filter(({ intent }) => !known.has(intent.idempotencyKey))
  const lockIds = unknown.map(({ lock }) => lock.lockId)
  const outrun = await readReleased(target.chain, terms.target.release, lockIds, 'latest')
  const left = undone.map(({ lock }) => lock).filter(({ lockId }) => !outrun.has(lockId))
  const isJoined = [...known.keys()].some((key) => !begun.has(key))
  const isPending = errors.some(({ kind }) => kind === 'pending')
  return { outrun, left, isOvertaken: !isPending && (outrun.size > 0 || isJoined) }
}

/** Unknown outcomes come first: a settled error must not hide them. */
function worstOf(errors: readonly CapstanError[]): CapstanError | null {
  return errors.find(({ kind }) => kind === 'pending') ?? errors[0] ?? null
}
