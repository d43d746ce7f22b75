import type { JournalRow } from '../../chain/journal/journal-entry.ts'
import { waitFor } from '../../chain/transactions/resume.ts'
import type { Intent } from '../../chain/transactions/transactions.ts'
import { CapstanError } from '../../primitives/capstan-error.ts'
import type { AttestedLock } from './attest-due.ts'
import { quorumOf } from './attestation.ts'
import { type Refusal, refusalsOf } from './refusals.ts'
import type { RelayTools } from './relay-tools.ts'
import { RELEASE_ABI, readReleased, releaseInterface } from './release-contract.ts'
import type { Survey } from './survey.ts'
import { paymentOf } from './swap-state.ts'

const IN_FLIGHT = 16

/** A release that this run has sent, or seen through. */
export interface SentRelease {
  readonly lockId: string
  readonly recipient: string
  /** Base units of what the release contract pays. */
  readonly amountBaseUnits: bigint
  readonly transactionHash: string
}

/** A release that was sent, or was to be, and did not happen. */
export interface FailedRelease {
  readonly lockId: string
  readonly error: CapstanError
}

export interface Releases {
  readonly sent: readonly SentRelease[]
  readonly failed: readonly FailedRelease[]
  /** What the node would not run, so that nothing was sent. */
  readonly refused: ReadonlyMap<string, Refusal>
}

interface Sending {
  readonly lock: AttestedLock
  readonly intent: Intent
}

/**
 * Sends the releases that a quorum attests, and sees through what earlier runs have sent. What the
 * node would not run is not sent, so that nobody pays for what another has done; of two that are
 * sent at once the contract lets one happen.
 */
export async function releaseReady(
  tools: RelayTools,
  survey: Survey,
  ready: readonly AttestedLock[],
): Promise<Releases> {
  const sendings = ready.map((lock) => ({ lock, intent: releaseIntent(lock, survey) }))
  const begun = await begunReleases(tools, sendings)
  const fresh = sendings.filter(({ intent }) => !begun.has(intent.idempotencyKey))
  const refused = await refusalsOf(tools, fresh)
  const hashes = new Map<string, string>()
  const errors: CapstanError[] = []
  for (const row of begun.values()) await attempt(errors, () => finish(tools, row, hashes))
  const willing = fresh.filter(({ lock }) => !refused.has(lock.lockId))
  await attempt(errors, () => send(tools, willing, hashes))
  const left = sendings.filter(({ lock, intent }) => {
    return !hashes.has(intent.idempotencyKey) && !refused.has(lock.lockId)
  })
  return {
    sent: sendings.flatMap((sending) => sentRelease(sending, survey, hashes)),
    failed: await failures(tools, left, errors),
    refused,
  }
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
async function attempt(errors: CapstanError[], work: () => Promise<void>): Promise<void> {
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

/** What did not happen; what another relayer has done meanwhile is no failure. */
async function failures(
  { swap: { target, terms } }: RelayTools,
  left: readonly Sending[],
  errors: readonly CapstanError[],
): Promise<FailedRelease[]> {
  const [error] = errors
  if (!error || left.length === 0) return []
  const lockIds = left.map(({ lock: { lockId } }) => lockId)
  const released = await readReleased(target.chain, terms.target.release, lockIds, 'latest')
  return lockIds.filter((id) => !released.has(id)).map((lockId) => ({ lockId, error }))
}
