import type { JournalRow } from '../../chain/journal/journal-row.ts'
import { waitFor } from '../../chain/transactions/resume.ts'
import type { Intent } from '../../chain/transactions/transactions.ts'
import { CapstanError } from '../../primitives/capstan-error.ts'
import { RELEASE_ABI, readReleased, releaseInterface } from '../contracts/release-contract.ts'
import { quorumOf } from '../rules/attestation.ts'
import { paymentOf } from '../rules/swap-state.ts'
import type { AttestedLock } from './attest-due.ts'
import { type Refusal, type Refusals, refusalsOf } from './refusals.ts'
import type { RelayTools } from './relay-tools.ts'
import type { Survey } from './survey.ts'

const IN_FLIGHT = 16

/** A release that this run has sent, or seen through. */
export interface SentRelease {
  readonly lockId: string
  readonly recipient: string
  /** Base units of what the release contract pays. */
  readonly amountBaseUnits: bigint
  readonly transactionHash: string
}

export interface Releases {
  readonly sent: readonly SentRelease[]
  /** Ids of the locks that another has released meanwhile. */
  readonly overtaken: readonly string[]
  /** What the node would not run, so that nothing was sent. */
  readonly refused: ReadonlyMap<string, Refusal>
  /** Ids of the locks whose release was sent, or was to be, and is not known to have happened. */
  readonly failed: readonly string[]
  /** The worst of what went wrong with those, if anything did. */
  readonly failure: CapstanError | null
}

interface Sending {
  readonly lock: AttestedLock
  readonly intent: Intent
}

/**
 * Sends the releases that a quorum attests, and sees through what earlier runs have sent. What the
 * node would not run is not sent, so that nobody pays for what another has done; of two that are
 * sent at once the contract lets one happen. Where another was first, the others are tried again.
 */
export async function releaseReady(
  tools: RelayTools,
  survey: Survey,
  ready: readonly AttestedLock[],
): Promise<Releases> {
  const sendings = ready.map((lock) => ({ lock, intent: releaseIntent(lock, survey) }))
  const attempt = await tryOnce(tools, sendings)
  const { hashes, errors, refusals } = attempt
  const sent = sendings.flatMap((sending) => sentRelease(sending, survey, hashes))
  const undone = sendings.filter(({ lock, intent }) => {
    return !hashes.has(intent.idempotencyKey) && !isBarred(lock, refusals)
  })
  const { outrun, left, isOvertaken } = await afterAttempt(tools, undone, attempt)
  const overtaken = [...refusals.overtaken, ...outrun]
  const { refused } = refusals
  if (left.length > 0 && isOvertaken) {
    const then = await releaseReady(tools, survey, left)
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

/** The key names the lock alone: whoever signed for it, one release of it is enough. */
function releaseIntent({ lock, lockId, releases }: AttestedLock, survey: Survey): Intent {
  const signatures = quorumOf(releases, survey.releaseContract)
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
  /** What the journal knew before, by idempotency key. */
  readonly begun: ReadonlyMap<string, JournalRow>
  /** Of the releases that are final, by idempotency key. */
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
  const willing = fresh.filter(({ lock }) => !isBarred(lock, refusals))
  await collect(errors, () => send(tools, willing, hashes))
  return { begun, hashes, refusals, errors }
}

function isBarred({ lockId }: AttestedLock, { overtaken, refused }: Refusals): boolean {
  return overtaken.includes(lockId) || refused.has(lockId)
}

/** Releases that the journal knows: perhaps with other signatures, and therefore other bytes. */
function begunReleases(
  { journal, swap: { target } }: RelayTools,
  sendings: readonly Sending[],
): Promise<Map<string, JournalRow>> {
  const keys = sendings.map(({ intent }) => intent.idempotencyKey)
  return journal.holders(Number(target.chain.chainId), keys)
}

/** Also one that was final in a block that is no more: the same bytes are offered again. */
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

/** One that fails must not keep the others waiting. */
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
  { releaseContract }: Survey,
  hashes: ReadonlyMap<string, string>,
): SentRelease[] {
  const transactionHash = hashes.get(intent.idempotencyKey)
  if (transactionHash === undefined) return []
  const amountBaseUnits = paymentOf(lock, releaseContract)
  return [{ lockId, recipient: lock.recipient, amountBaseUnits, transactionHash }]
}

interface Aftermath {
  /** Ids of the locks that are released, by no transaction that the journal knows. */
  readonly outrun: ReadonlySet<string>
  readonly left: readonly AttestedLock[]
  /** Whether others, of this key or of another, got in between: then the rest is tried again. */
  readonly isOvertaken: boolean
}

/** What others have done meanwhile. While the outcome of one's own is unknown, nothing is tried again. */
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

/** Unknown outcomes come first: they must not be hidden behind anything that looks settled. */
function worstOf(errors: readonly CapstanError[]): CapstanError | null {
  return errors.find(({ kind }) => kind === 'pending') ?? errors[0] ?? null
}
