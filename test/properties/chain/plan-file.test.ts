import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { PlannedTransaction } from '../../../src/chain/plan/plan.ts'
import { PLAN } from '../../../src/chain/plan/plan-file.ts'
import { checksumAddress } from '../../../src/primitives/address.ts'
import { canonicalJson } from '../../../src/primitives/canonical-json.ts'
import { sha256Hex } from '../../../src/primitives/digest.ts'
import { PLAN_SENDER, PLANNED_AT, plannedPayment, planOf } from '../../support/plans.ts'

const units = fc.bigInt({ min: 0n, max: (1n << 256n) - 1n })
const address = fc
  .uint8Array({ minLength: 20, maxLength: 20 })
  .map((bytes) => checksumAddress(`0x${Buffer.from(bytes).toString('hex')}`))
const delta = units
  .filter((amount) => amount > 0n)
  .chain((amount) => fc.constantFrom(amount, -amount))
const asset = fc.oneof(fc.constant('native'), address)

const transaction: fc.Arbitrary<PlannedTransaction> = fc.record({
  description: fc.string({ minLength: 1 }),
  idempotencyKey: fc.uuid(),
  to: fc.option(address),
  data: fc
    .uint8Array({ maxLength: 40 })
    // A first byte no function known to capstan begins with.
    .map((bytes) => (bytes.length < 4 ? '0x' : `0x00000000${Buffer.from(bytes).toString('hex')}`)),
  valueWei: units,
  nonce: fc.nat(),
  gasLimit: fc.bigInt({ min: 0n, max: (1n << 64n) - 1n }),
  fee: fc.tuple(fc.constantFrom(0 as const, 2 as const), units, units).map(([type, a, b]) => {
    const [tip, most] = a < b ? [a, b] : [b, a]
    return { type, maxFeeWei: most, priorityFeeWei: type === 0 ? most : tip }
  }),
  decoded: fc.constant(null),
  effects: fc.uniqueArray(fc.record({ account: address, asset, deltaBaseUnits: delta }), {
    maxLength: 3,
    selector: ({ account, asset }) => `${account} ${asset}`,
  }),
  approvals: fc.array(
    fc.record({ asset: address, owner: address, spender: address, amountBaseUnits: units }),
    { maxLength: 2 },
  ),
  codeHash: fc.option(fc.constant(`0x${'c'.repeat(64)}`)),
})

const plan = fc
  .uniqueArray(transaction, { minLength: 1, maxLength: 4, selector: ({ nonce }) => nonce })
  .map((all) => planOf(all.sort((a, b) => a.nonce - b.nonce)))

describe('a plan file', () => {
  it('is read as it was written', async () => {
    await fc.assert(
      fc.asyncProperty(plan, async (written) => {
        expect(await PLAN.parse(PLAN.text(written), 'p.json')).toEqual(written)
      }),
    )
  })

  it('holds for seven days', () => {
    const { createdAt, expiresAt } = planOf([plannedPayment(1)])
    expect([createdAt, expiresAt]).toEqual(['2026-11-21T12:00:00.000Z', '2026-11-28T12:00:00.000Z'])
    expect(Date.parse(createdAt)).toBe(PLANNED_AT)
  })

  it('is not read when any one of its bytes is another', async () => {
    const bytes = Buffer.from(PLAN.text(planOf([plannedPayment(3), plannedPayment(4)])))
    await fc.assert(
      fc.asyncProperty(
        fc.nat(bytes.length - 1),
        fc.integer({ min: 1, max: 255 }),
        async (at, flip) => {
          const changed = Buffer.from(bytes)
          changed[at] = (changed[at] as number) ^ flip
          await expect(PLAN.parse(changed.toString('utf8'), 'p.json')).rejects.toMatchObject({
            code: expect.stringMatching(/^PLAN_(?:ALTERED|INVALID)$/),
          })
        },
      ),
      { numRuns: 500 },
    )
  })

  it('is not read when a byte is missing or one is added', async () => {
    const text = PLAN.text(planOf([plannedPayment(3)]))
    for (const other of [text.slice(0, -1), text.slice(1), `${text}\n`, ` ${text}`, '']) {
      await expect(PLAN.parse(other, 'p.json')).rejects.toMatchObject({
        code: expect.stringMatching(/^PLAN_/),
      })
    }
  })
})

/** A file whose digest is right, with one thing changed: what a forger would write. */
function forged(change: (document: Record<string, unknown>) => void): string {
  const { digest: _, ...document } = structuredClone(PLAN.json(planOf([plannedPayment(3)]))) as {
    digest: string
  } & Record<string, unknown>
  change(document)
  return canonicalJson({ ...document, digest: sha256Hex(canonicalJson(document)) })
}

const coin = (other: object = {}) => ({ asset: 'native', symbol: 'ETH', decimals: 18, ...other })

const gain = { account: PLAN_SENDER, asset: 'native', deltaBaseUnits: '5' }

describe('a plan file with a right digest', () => {
  const first = (document: Record<string, unknown>) =>
    (document.transactions as Record<string, unknown>[])[0] as Record<string, unknown>
  const faults: readonly [string, (document: Record<string, unknown>) => void, string][] = [
    [
      'an unknown member',
      (document) => Object.assign(document, { more: 1 }),
      'it has the unknown member "more"',
    ],
    ['a member missing', (document) => void delete document.block, 'block'],
    [
      'an amount with a leading zero',
      (d) => Object.assign(first(d), { valueWei: '05' }),
      'valueWei',
    ],
    ['a negative amount', (d) => Object.assign(first(d), { gasLimit: '-1' }), 'gasLimit'],
    ['an address in lower case', (d) => Object.assign(d, { from: `0x${'ab'.repeat(20)}` }), 'from'],
    ['a time in another form', (d) => Object.assign(d, { expiresAt: '2027-01-01' }), 'expiresAt'],
    ['odd hex', (d) => Object.assign(first(d), { data: '0x0' }), 'data'],
    ['nothing to send', (d) => Object.assign(d, { transactions: [] }), 'transactions'],
    ['a gas limit of 65 bits', (d) => Object.assign(first(d), { gasLimit: `${2n ** 64n}` }), 'gas'],
    [
      'an amount of 257 bits',
      (d) => Object.assign(first(d), { valueWei: `${2n ** 256n}` }),
      'value',
    ],
    ['a tip above the highest fee', (d) => Object.assign(first(d), { maxFeeWei: '1' }), 'priority'],
    ['a price that is none', (d) => Object.assign(first(d), { transactionType: 0 }), 'priority'],
    ['a text of two lines', (d) => Object.assign(d, { command: 'a\nnetwork  b' }), 'command'],
    ['a moved cursor', (d) => Object.assign(first(d), { description: '\u001b[1A' }), 'description'],
    ['a text turned round', (d) => Object.assign(d, { network: 'a\u202eb' }), 'network'],
    [
      'a key longer than any',
      (d) => Object.assign(first(d), { idempotencyKey: 'k'.repeat(513) }),
      'Key',
    ],
    [
      'coin of 24 decimals',
      (d) => Object.assign(d, { assets: [coin({ decimals: 24 })] }),
      'decimals',
    ],
    [
      'a symbol of two words',
      (d) => Object.assign(d, { assets: [coin({ symbol: 'a b' })] }),
      'symbol',
    ],
    ['an effect twice', (d) => Object.assign(first(d), { effects: [gain, gain] }), 'effects'],
    ['an asset twice', (d) => Object.assign(d, { assets: [coin(), coin()] }), 'assets'],
    ['a nonce twice', (d) => Object.assign(d, { transactions: [first(d), first(d)] }), 'nonce'],
  ]
  it.each(faults)('and %s is refused, naming the field', async (_what, change, field) => {
    await expect(PLAN.parse(forged(change), 'p.json')).rejects.toMatchObject({
      code: 'PLAN_INVALID',
      exitCode: 2,
      details: { reason: expect.stringContaining(field) },
    })
  })

  it('and a call named as what it is not is refused: exit 7', async () => {
    const text = forged((document) =>
      Object.assign(first(document), {
        data: `0xa9059cbb${'0'.repeat(128)}`,
        decoded: { signature: 'harmless()', argNames: [], args: [] },
      }),
    )
    await expect(PLAN.parse(text, 'p.json')).rejects.toMatchObject({
      code: 'PLAN_ALTERED',
      exitCode: 7,
    })
  })

  it('and another format is refused', async () => {
    const text = forged((document) => Object.assign(document, { format: 'capstan/plan@2' }))
    await expect(PLAN.parse(text, 'p.json')).rejects.toMatchObject({ code: 'PLAN_INVALID' })
  })
})
