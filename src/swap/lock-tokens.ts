import type { Chain } from '../chain/chain.ts'
import { tokenAllowance, tokenBalance } from '../chain/erc20/balance.ts'
import { readTokenFacts } from '../chain/erc20/facts.ts'
import { approveToken } from '../chain/erc20/intents.ts'
import { type Block, newestBlock } from '../chain/rpc/blocks.ts'
import { sendInOrder } from '../chain/transactions/send-once.ts'
import type { Agreement, SendingTools } from '../chain/transactions/tools.ts'
import { fundsTooLow } from '../chain/transactions/transaction-errors.ts'
import type { Intent, Outcome, Plan } from '../chain/transactions/transactions.ts'
import { parseAddress } from '../primitives/address.ts'
import { parseAmount } from '../primitives/amount.ts'
import { type AmountUnit, amountText } from '../primitives/amount-text.ts'
import {
  LOCK_ABI,
  type LockContractState,
  lockInterface,
  readLockContract,
} from './contracts/lock-contract.ts'
import { isSwapOpen } from './contracts/pair.ts'
import { type SourceState, sourceState } from './source-state.ts'
import type { SwapTerms } from './swap.ts'
import { cannotLock, contractsMismatch, notOpen } from './swap-errors.ts'

export interface LockOrder {
  /** As typed, in whole tokens. */
  readonly amount: string
  /** Any spelling of the account on the target chain. */
  readonly recipient: string
  /** Tells this lock from another of the same amount for the same recipient. */
  readonly reference?: string | undefined
  readonly dryRun: boolean
}

/** What is locked, or would be. */
export interface LockedTokens {
  /** Null when nothing was sent. */
  readonly lockId: string | null
  readonly state: SourceState | null
  readonly recipient: string
  readonly amountBaseUnits: bigint
  /** Unix seconds; null when nothing was sent. */
  readonly releaseExpiry: number | null
  readonly refundOpens: number | null
  readonly transactionHashes: readonly string[]
  /** True when an earlier run had locked it. */
  readonly alreadyDone: boolean
  readonly unit: AmountUnit
  readonly plan?: Plan
}

/**
 * Locks tokens of the sender on the source chain, for a recipient on the target chain. The token is
 * first approved for exactly the amount, unless enough is approved.
 * @throws SWAP_NOT_OPEN, SWAP_CONTRACTS_MISMATCH, SWAP_CONTRACT_FOREIGN, SWAP_CANNOT_LOCK,
 * FUNDS_TOO_LOW, AMOUNT_INVALID, ADDRESS_INVALID, and as `sendInOrder` does
 */
export async function lockTokens(
  { terms, chain }: { readonly terms: SwapTerms; readonly chain: Chain },
  tools: SendingTools,
  order: LockOrder,
): Promise<LockedTokens> {
  const { lock } = terms.source
  const head = await chain.rpc.ask(newestBlock)
  const contract = await readLockContract(chain, lock, head.number)
  assertOwnSwap(terms, contract)
  const unit = await readTokenFacts(chain.rpc, contract.token, 'latest')
  const amount = parseAmount(order.amount, unit)
  const recipient = parseAddress(order.recipient, 'recipient')
  const wanted = { amount, recipient, token: contract.token, reference: order.reference }
  const intent = lockIntent(lock, wanted, tools.sender)
  const isBegun = await tools.transactions.isBegun(intent)
  if (!isBegun) await assertLockable(chain, lock, contract, { amount, head, sender: tools.sender })
  const intents = isBegun ? [intent] : [...(await approvals(chain, lock, wanted, tools)), intent]
  const locked = { recipient, amountBaseUnits: amount, unit }
  if (order.dryRun) return { ...locked, ...NOTHING, plan: await tools.transactions.plan(intents) }
  // An earlier run asked before it signed.
  if (!isBegun) await tools.agree(agreement(chain, lock, locked, tools))
  const outcomes = await sendInOrder(tools.transactions, intents)
  return { ...locked, ...(await lockedBy({ terms, chain }, outcomes)) }
}

const NOTHING = {
  lockId: null,
  state: null,
  releaseExpiry: null,
  refundOpens: null,
  transactionHashes: [],
  alreadyDone: false,
} as const

interface Wanted {
  readonly amount: bigint
  readonly recipient: string
  readonly token: string
  readonly reference?: string | undefined
}

function assertOwnSwap({ source: { lock }, target }: SwapTerms, contract: LockContractState): void {
  const { releaseContract } = contract
  if (!isSwapOpen(contract)) throw notOpen(lock)
  if (releaseContract === target.release) return
  const what = 'The release contract of the lock contract'
  throw contractsMismatch(what, releaseContract, target.release)
}

/** The simulation would show only a revert for these. */
async function assertLockable(
  chain: Chain,
  lock: string,
  { paused, closesAt, maximum, token }: LockContractState,
  { amount, head, sender }: { amount: bigint; head: Block; sender: string },
): Promise<void> {
  if (paused) throw cannotLock(lock, 'is paused')
  if (BigInt(head.timestampSeconds) >= closesAt) throw cannotLock(lock, 'is closed')
  if (amount === 0n || amount > maximum) {
    throw cannotLock(lock, `takes 1 to ${maximum} base units at once, not ${amount}`)
  }
  const available = await tokenBalance(chain, token, sender)
  if (available < amount) throw fundsTooLow(sender, token, amount, available)
}

function lockIntent(lock: string, wanted: Wanted, sender: string): Intent {
  const { amount, recipient, token } = wanted
  return {
    description: `lock ${amount} base units of ${token} for ${recipient}`,
    idempotencyKey: keyOf(lock, wanted, sender),
    to: lock,
    data: lockInterface.encodeFunctionData('lock', [amount, recipient]),
    valueWei: 0n,
    abi: LOCK_ABI,
    effects: [
      { account: sender, asset: token, deltaBaseUnits: -amount },
      { account: lock, asset: token, deltaBaseUnits: amount },
    ],
  }
}

function keyOf(lock: string, { amount, recipient, reference }: Wanted, sender: string): string {
  const key = `migrate swap lock ${lock} ${sender} ${recipient} ${amount}`
  return reference === undefined ? key : `${key} ${reference}`
}

/** None if enough is approved. */
async function approvals(
  chain: Chain,
  lock: string,
  wanted: Wanted,
  { sender }: SendingTools,
): Promise<Intent[]> {
  const allowed = await tokenAllowance(chain, wanted.token, sender, lock)
  if (allowed >= wanted.amount) return []
  return [
    {
      description: `approve ${wanted.amount} base units of ${wanted.token} to ${lock}`,
      idempotencyKey: `${keyOf(lock, wanted, sender)}: approve`,
      ...approveToken(wanted.token, lock, wanted.amount),
    },
  ]
}

function agreement(
  { network }: Chain,
  lock: string,
  {
    recipient,
    amountBaseUnits,
    unit,
  }: Pick<LockedTokens, 'recipient' | 'amountBaseUnits' | 'unit'>,
  { sender }: SendingTools,
): Agreement {
  return {
    facts: [
      ['lock', amountText(amountBaseUnits, unit)],
      ['in', `${lock} on ${network.name} (chain id ${network.chainId})`],
      ['from', sender],
      ['for', recipient],
    ],
    question: 'Lock it?',
  }
}

async function lockedBy(
  place: { readonly terms: SwapTerms; readonly chain: Chain },
  outcomes: readonly Outcome[],
): Promise<Omit<LockedTokens, 'recipient' | 'amountBaseUnits' | 'unit' | 'plan'>> {
  const { logs, blockNumber, alreadyDone } = outcomes.at(-1) as Outcome
  const event = logs
    .map(({ topics, data }) => lockInterface.parseLog({ topics: [...topics], data }))
    .find((log) => log?.name === 'Locked')
  const lockId = (event?.args.lockId as string | undefined) ?? null
  const isOld = alreadyDone && lockId !== null
  return {
    lockId,
    state: isOld ? await sourceState(place, { lockId, blockNumber }) : 'confirming',
    releaseExpiry: event ? Number(event.args.releaseExpiry) : null,
    refundOpens: event ? Number(event.args.refundOpens) : null,
    transactionHashes: outcomes.map(({ hash }) => hash),
    alreadyDone,
  }
}
