import type { TransactionLike } from '../../keystore/signer.ts'
import type { Clock } from '../../primitives/clock.ts'
import type { Chain } from '../chain.ts'
import type { Journal } from '../journal/journal.ts'
import type { JournalRow } from '../journal/journal-row.ts'
import type { Plan } from '../plan/plan.ts'
import { deadlineOf } from '../replacement/deadline.ts'
import { type Conditions, quoteFee, readConditions } from './fees.ts'
import type { FeeQuote, Intent, SendPolicy } from './intent.ts'
import type { NonceLease } from './nonces.ts'
import { callDigest, type Prepared, type TransactionSigner } from './sign-transaction.ts'
import { type GasEstimation, simulateAll } from './simulate.ts'
import { deadlinePassed, idempotencyConflict, insufficientFunds } from './transaction-errors.ts'

/** Shared by the steps of sending. */
export interface Engine {
  readonly chain: Chain
  readonly journal: Journal
  /** Sender, EIP-55. */
  readonly from: string
  /** Called when something is really signed. */
  readonly signer: () => Promise<TransactionSigner>
  /** Asks whether the key may sign these, before they are shown; throws POLICY_REFUSED if not. */
  readonly check: (...transactions: readonly TransactionLike[]) => Promise<void>
  readonly lease: NonceLease
  readonly policy: SendPolicy
  readonly clock: Clock
  /** Asks before a plan is carried out; throws when the answer is no. */
  readonly confirm: (plan: Plan) => Promise<void>
  /** Tells the operator what happens. */
  readonly note: (text: string) => void
}

export interface Preparation {
  readonly prepared: readonly Prepared[]
  readonly conditions: Conditions
}

/**
 * Prices and simulates intents, and asks the key's policy if there is a key. Changes nothing.
 * @throws CHAIN_ID_MISMATCH, FEE_CAP_TOO_LOW, TX_SIMULATION_REVERTED, INSUFFICIENT_FUNDS,
 * POLICY_REFUSED, TX_DEADLINE_PASSED
 */
export async function prepareAll(
  engine: Engine,
  intents: readonly Intent[],
  estimate: GasEstimation = simulateAll,
): Promise<Preparation> {
  const { chain, from, policy } = engine
  assertTimeLeft(engine)
  const conditions = await readConditions(chain, from)
  const fee = quoteFee(conditions, chain.network.eip1559, policy)
  const wanted = intents.map((intent) => withPolicy(intent, policy))
  const gasLimits = await estimate(chain, from, wanted, conditions)
  await engine.check(...wanted.map((intent) => callOf(chain.chainId, from, intent)))
  const prepared = wanted.map((intent, index): Prepared => {
    const gasLimit = gasLimits[index] as bigint
    const maxCostWei = intent.valueWei + gasLimit * highestFee(fee, policy)
    return { intent, gasLimit, fee, maxCostWei, ...chosenNonce(policy) }
  })
  return { prepared, conditions }
}

function withPolicy(intent: Intent, { gasLimit }: SendPolicy): Intent {
  return gasLimit === undefined ? intent : { ...intent, gasLimit }
}

/** The part of a transaction that a policy can judge before it has a price and a nonce. */
export function callOf(
  chainId: bigint,
  from: string,
  { to, data, valueWei }: Pick<Intent, 'to' | 'data' | 'valueWei'>,
): TransactionLike {
  return { chainId, from, to, data, value: valueWei }
}

/** With a deadline, the fee may rise to the cap. */
function highestFee({ maxFeeWei }: FeeQuote, policy: SendPolicy): bigint {
  return policy.deadline === undefined ? maxFeeWei : (policy.maxFeeWei ?? maxFeeWei)
}

/** @throws TX_DEADLINE_PASSED */
export function assertTimeLeft({
  policy: { deadline },
  clock,
}: Pick<Engine, 'policy' | 'clock'>): void {
  const now = clock.now()
  if (deadline !== undefined && deadlineOf(deadline, now) <= now) {
    throw deadlinePassed(deadlineOf(deadline, now))
  }
}

/** The nonce that the operator chose, if any. */
export function chosenNonce({ nonce }: SendPolicy): Pick<Prepared, 'nonce'> {
  return nonce === undefined ? {} : { nonce }
}

/** How many of the prepared, from the first on, the balance covers besides what is in flight. */
export function affordable({ prepared, conditions }: Preparation, inFlightWei: bigint): number {
  let left = conditions.balanceWei - inFlightWei
  const short = prepared.findIndex(({ maxCostWei }) => {
    left -= maxCostWei
    return left < 0n
  })
  return short === -1 ? prepared.length : short
}

/** @throws INSUFFICIENT_FUNDS */
export function assertAffordable(
  { chain, from }: Pick<Engine, 'chain' | 'from'>,
  preparation: Preparation,
): void {
  const short = preparation.prepared[affordable(preparation, 0n)]
  if (!short) return
  const { balanceWei } = preparation.conditions
  throw insufficientFunds(from, short.maxCostWei, balanceWei, chain.network)
}

/**
 * The transactions that already hold the keys of these intents, by key.
 * @throws TX_IDEMPOTENCY_CONFLICT if one of them is another call under the same key
 */
export async function rowsByKey(
  { chain, journal }: Pick<Engine, 'chain' | 'journal'>,
  intents: readonly Intent[],
): Promise<Map<string, JournalRow>> {
  const keys = intents.map(({ idempotencyKey }) => idempotencyKey)
  const rows = await journal.rowsByKey(Number(chain.chainId), keys)
  for (const intent of intents) {
    const row = rows.get(intent.idempotencyKey)
    if (row && !intent.isAnyCall && row.callDigest !== callDigest(intent))
      throw idempotencyConflict(intent, row)
  }
  return rows
}
