import {
  concat,
  decodeRlp,
  encodeRlp,
  type Signature,
  Transaction,
  toBeArray,
  Wallet,
} from 'ethers'
import type { PlannedTransaction } from '../../src/chain/plan/plan.ts'
import { PLAN, type WrittenPlan, writtenPlan } from '../../src/chain/plan/plan-file.ts'
import { canonicalJson } from '../../src/primitives/canonical-json.ts'
import { sha256Hex } from '../../src/primitives/digest.ts'
import { STRANGER } from './engine.ts'
import { FUNDED_KEYS } from './wallet-signer.ts'

export const PLAN_SENDER = '0xf39Fd6e51aad88F6F4ce6aB8827279cffFb92266'
/** 2026-11-21T12:00:00.000Z */
export const PLANNED_AT = Date.UTC(2026, 10, 21, 12)

export function plannedPayment(nonce: number, valueWei = 5n): PlannedTransaction {
  return {
    description: `pay ${nonce}`,
    idempotencyKey: `test:pay:${nonce}`,
    to: STRANGER,
    data: '0x',
    valueWei,
    nonce,
    gasLimit: 21_000n,
    fee: { type: 2, maxFeeWei: 3_000_000_000n, priorityFeeWei: 1_000_000_000n },
    decoded: null,
    effects: [
      { account: STRANGER, asset: 'native', deltaBaseUnits: valueWei },
      { account: PLAN_SENDER, asset: 'native', deltaBaseUnits: -valueWei },
    ],
    approvals: [],
    codeHash: null,
  }
}

/** A plan that no chain was asked about. */
export function planOf(
  transactions: readonly PlannedTransaction[],
  now: number = PLANNED_AT,
): WrittenPlan {
  const plan = {
    network: 'devnet',
    chainId: 31337n,
    from: PLAN_SENDER,
    block: { number: 7, hash: `0x${'ab'.repeat(32)}` },
    order: 'one-by-one',
    effectsFrom: 'simulation',
    assets: [{ asset: 'native', symbol: 'ETH', decimals: 18 }],
    transactions,
  } as const
  return writtenPlan(plan, 'migrate publish', now)
}

/** A signed plan's file with a right digest over whatever raw transactions. */
export function forgedSignedPlan(plan: WrittenPlan, rawTransactions: readonly string[]): string {
  const content = { format: 'capstan/signed-plan@1', plan: PLAN.json(plan), rawTransactions }
  return canonicalJson({ ...content, digest: sha256Hex(canonicalJson(content)) })
}

/** The same list with its first transaction signed or made otherwise, each in one way. */
export async function forgeriesOf(raws: readonly string[]): Promise<string[][]> {
  const [first, ...rest] = raws as [string, ...string[]]
  const transaction = Transaction.from(first)
  const { signature, from: _, ...fields } = transaction.toJSON()
  const byOther = await new Wallet(FUNDED_KEYS[1]).signTransaction(Transaction.from(fields))
  const another = await new Wallet(FUNDED_KEYS[0]).signTransaction({ ...fields, value: 6n })
  return [
    [byOther, ...rest],
    [another, ...rest],
    [transaction.unsignedSerialized, ...rest],
    [turnedOver(first), ...rest],
    rest,
    [...raws, first],
  ]
}

/** The same signature with s and its parity turned over, which EIP-2 forbids. */
function turnedOver(raw: string): string {
  const order = 0xfffffffffffffffffffffffffffffffebaaedce6af48a03bbfd25e8cd0364141n
  const { s, yParity } = Transaction.from(raw).signature as Signature
  const fields = decodeRlp(`0x${raw.slice(4)}`) as string[]
  const turned = [toBeArray(1 - yParity), ...fields.slice(10, 11), toBeArray(order - BigInt(s))]
  return concat(['0x02', encodeRlp([...fields.slice(0, 9), ...turned])])
}
