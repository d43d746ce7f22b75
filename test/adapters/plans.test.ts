import { Interface } from 'ethers'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import type { Wanted } from '../../src/chain/plan/make-plan.ts'
import type { PlannedTransaction, PlanOrder } from '../../src/chain/plan/plan.ts'
import { type WrittenPlan, writtenPlan } from '../../src/chain/plan/plan-file.ts'
import type { Intent } from '../../src/chain/transactions/intent.ts'
import { contractAddress } from '../../src/primitives/contract-address.ts'
import { hexToBytes } from '../../src/primitives/hex.ts'
import { keccak256Hex } from '../../src/primitives/keccak.ts'
import { spawnChain, type TestChain } from '../support/chain.ts'
import { openEngine, payment, STRANGER, type TestEngine, withFolder } from '../support/engine.ts'
import { type FaultyProxy, startFaultyProxy } from '../support/faulty-proxy.ts'
import { ONCE_ABI, ONCE_BYTECODE } from '../support/once-contract.ts'
import { deployTestToken } from '../support/test-token.ts'
import { FUNDED_KEYS, walletSigner } from '../support/wallet-signer.ts'

const SENDER = walletSigner(FUNDED_KEYS[0]).address
const OTHER = walletSigner(FUNDED_KEYS[1]).address
const TOKEN = new Interface([
  'function transfer(address,uint256)',
  'function transferFrom(address,address,uint256)',
  'function approve(address,uint256)',
])

let chain: TestChain
let proxy: FaultyProxy
let pristine: string
beforeAll(async () => {
  chain = await spawnChain()
  proxy = await startFaultyProxy(chain.rpcUrl)
})
beforeEach(async () => {
  pristine = await chain.request('evm_snapshot')
})
afterEach(async () => {
  proxy.setRule(undefined)
  await chain.request('evm_revert', [pristine])
  // A base fee that was set for the next block outlives its revert.
  await chain.request('anvil_setNextBlockBaseFeePerGas', ['0x3b9aca00'])
})
afterAll(async () => {
  await proxy.close()
  chain.stop()
})

async function withEngine(work: (engine: TestEngine) => Promise<void>): Promise<void> {
  await withFolder(async (folder) => {
    const engine = await openEngine([proxy.url], folder)
    await work(engine).finally(() => engine.close())
  })
}

const sentCount = async () =>
  Number(await chain.request('eth_getTransactionCount', [SENDER, 'latest']))
const balance = async (account: string) =>
  BigInt(await chain.request('eth_getBalance', [account, 'latest']))

async function made(
  { transactions }: TestEngine,
  wanted: Wanted,
  order: PlanOrder = 'one-by-one',
): Promise<WrittenPlan> {
  return writtenPlan(await transactions.plan(wanted, order), 'test', Date.now())
}

const deployment: Intent = { ...payment('deploy', 0n), to: null, data: ONCE_BYTECODE }
const onceCall = (to: string): Intent => ({ ...payment('call', 0n), to, abi: ONCE_ABI })

function tokenCall(token: string, name: string, args: readonly unknown[]): Intent {
  const data = TOKEN.encodeFunctionData(name, args)
  return { ...payment(`${name} ${args}`, 0n), to: token, data }
}

describe('a plan', () => {
  test('has each transaction on what the one before it leaves', () =>
    withEngine(async (engine) => {
      const plan = await made(engine, (nonce) => [
        { ...deployment, valueWei: 3n },
        onceCall(contractAddress(SENDER, nonce)),
      ])
      const contract = contractAddress(SENDER, await sentCount())
      expect(plan.effectsFrom).toBe('simulation')
      expect(plan.transactions).toMatchObject([
        {
          codeHash: null,
          effects: [
            { account: contract, asset: 'native', deltaBaseUnits: 3n },
            { account: SENDER, asset: 'native', deltaBaseUnits: -3n },
          ],
        },
        { to: contract, effects: [], codeHash: expect.stringMatching(/^0x/) },
      ])
      const { outcomes } = await engine.transactions.apply(plan)
      expect(outcomes[0]?.contractAddress).toBe(contract)
      const code = await chain.request<string>('eth_getCode', [contract, 'latest'])
      expect(plan.transactions[1]?.codeHash).toBe(keccak256Hex(hexToBytes(code)))
      expect(outcomes.map(({ alreadyDone }) => alreadyDone)).toEqual([false, false])
    }))

  test('whose second transaction would undo the first is refused', () =>
    withEngine(async (engine) => {
      const wanted = (nonce: number) => {
        const contract = contractAddress(SENDER, nonce)
        return [deployment, onceCall(contract), { ...onceCall(contract), idempotencyKey: 'again' }]
      }
      await expect(made(engine, wanted)).rejects.toMatchObject({
        code: 'TX_SIMULATION_REVERTED',
        details: { errorName: 'AlreadyDone', errorArgs: ['7'] },
      })
    }))

  test('shows what tokens move, and what is allowed', () =>
    withEngine(async (engine) => {
      const { address, balanceOf } = await deployTestToken(chain)
      const plan = await made(engine, [
        tokenCall(address, 'approve', [SENDER, 90n]),
        tokenCall(address, 'transferFrom', [SENDER, STRANGER, 60n]),
      ])
      expect(plan.assets).toContainEqual({ asset: address, symbol: 'CMT', decimals: 18 })
      const [allowed, moved] = plan.transactions
      expect(allowed).toMatchObject({
        decoded: { signature: 'approve(address,uint256)', args: [SENDER, '90'] },
        effects: [],
        approvals: [{ asset: address, owner: SENDER, spender: SENDER, amountBaseUnits: 90n }],
      })
      expect(moved?.effects).toEqual([
        { account: STRANGER, asset: address, deltaBaseUnits: 60n },
        { account: SENDER, asset: address, deltaBaseUnits: -60n },
      ])
      await engine.transactions.apply(plan)
      expect(await balanceOf(STRANGER)).toBe(60n)
    }))

  test('of a node that cannot simulate has the effects that are meant, and says so', () =>
    withEngine(async (engine) => {
      proxy.setRule(({ method }) =>
        method === 'eth_simulateV1'
          ? { kind: 'error', code: -32601, message: 'Method not found' }
          : undefined,
      )
      const plan = await made(engine, [payment('one', 5n), payment('two', 6n)])
      expect(plan.effectsFrom).toBe('stated')
      expect(plan.transactions[1]?.effects).toContainEqual({
        account: STRANGER,
        asset: 'native',
        deltaBaseUnits: 6n,
      })
      await engine.transactions.apply(plan)
      expect(await balance(STRANGER)).toBe(11n)
    }))

  test('that was simulated is judged by its calls alone where the node cannot simulate', () =>
    withEngine(async (engine) => {
      const plan = await made(engine, [payment('one', 5n), payment('two', 6n)])
      proxy.setRule(({ method }) =>
        method === 'eth_simulateV1'
          ? { kind: 'error', code: -32601, message: 'Method not found' }
          : undefined,
      )
      await engine.transactions.apply(plan)
      expect(await balance(STRANGER)).toBe(11n)
    }))

  test('leaves out what is final, and waits for what is under way', () =>
    withEngine(async (engine) => {
      await engine.transactions.send(payment('one'))
      const plan = await made(engine, [payment('one'), payment('two')])
      expect(plan.transactions).toMatchObject([{ description: 'pay two' }])
      await chain.request('evm_setAutomine', [false])
      const sending = engine.transactions.send(payment('three')).catch(() => undefined)
      await expect
        .poll(async () => (await engine.journal.openRows()).length, { timeout: 10_000 })
        .toBe(1)
      await expect(made(engine, [payment('three')])).rejects.toMatchObject({ code: 'TX_PENDING' })
      await chain.request('evm_setAutomine', [true])
      await chain.request('evm_mine')
      await sending
    }))

  test('of more than the balance pays for is refused', () =>
    withEngine(async (engine) => {
      const half = (await balance(SENDER)) / 2n
      await expect(
        made(engine, [payment('one', half), payment('two', half)]),
      ).rejects.toMatchObject({ code: 'INSUFFICIENT_FUNDS' })
    }))
})

describe('a plan that was carried out', () => {
  test.each(['one-by-one', 'pipelined'] as const)('%s is done, however often applied', (order) =>
    withEngine(async (engine) => {
      const wanted = Array.from({ length: 5 }, (_, n) => payment(`wage ${n}`, 2n))
      const before = await sentCount()
      const plan = await made(engine, wanted, order)
      const first = await engine.transactions.apply(plan)
      const second = await engine.transactions.apply(plan)
      expect(second.outcomes).toEqual(
        first.outcomes.map((outcome) => ({ ...outcome, alreadyDone: true })),
      )
      expect(await sentCount()).toBe(before + 5)
      const nonces = (await engine.journal.allRows()).map(({ nonce }) => nonce)
      expect(nonces).toEqual(plan.transactions.map(({ nonce }) => nonce))
    }),
  )

  test('is done also when its time is up', () =>
    withEngine(async (engine) => {
      const { transactions } = engine
      const plan = await transactions.plan([payment('wage')])
      await transactions.apply(writtenPlan(plan, 'test', Date.now()))
      const expired = writtenPlan(plan, 'test', Date.now() - 8 * 86_400_000)
      const { outcomes } = await transactions.apply(expired)
      expect(outcomes).toMatchObject([{ alreadyDone: true }])
    }))
})

describe('a plan is refused, and nothing signed or sent,', () => {
  async function refused(engine: TestEngine, plan: WrittenPlan, expected: object): Promise<void> {
    const before = await sentCount()
    const rows = await engine.journal.allRows()
    await expect(engine.transactions.apply(plan, { dryRun: true })).rejects.toMatchObject(expected)
    await expect(engine.transactions.apply(plan)).rejects.toMatchObject(expected)
    expect(await sentCount()).toBe(before)
    expect(await engine.journal.allRows()).toEqual(rows)
  }

  const drifted = (...drift: readonly object[]) => ({
    code: 'PLAN_DRIFT',
    exitCode: 3,
    details: { drift },
  })

  test('when its time is up', () =>
    withEngine(async (engine) => {
      const plan = await engine.transactions.plan([payment('wage')])
      const expired = writtenPlan(plan, 'test', Date.now() - 7 * 86_400_000)
      await refused(engine, expired, { code: 'PLAN_EXPIRED', exitCode: 3 })
    }))

  test('when it is for another chain', () =>
    withEngine(async (engine) => {
      const plan = await made(engine, [payment('wage')])
      await refused(engine, { ...plan, chainId: 1n }, { code: 'PLAN_OTHER_CHAIN', exitCode: 7 })
    }))

  test('when its nonce is used', () =>
    withEngine(async (engine) => {
      const plan = await made(engine, [payment('wage')])
      await engine.transactions.send(payment('other'))
      const { nonce } = plan.transactions[0] as { nonce: number }
      const [expected, found] = [String(nonce), String(nonce + 1)]
      await refused(engine, plan, drifted({ kind: 'nonce', transaction: 1, expected, found }))
    }))

  test('when the balance does not cover it any more', () =>
    withEngine(async (engine) => {
      const plan = await made(engine, [payment('wage', 5n)])
      await chain.request('anvil_setBalance', [SENDER, '0x9'])
      await refused(
        engine,
        plan,
        drifted({
          kind: 'balance',
          transaction: null,
          expected: expect.stringMatching(/ wei$/),
          found: '9 wei',
        }),
      )
    }))

  test('when the chain has become dearer than it pays', () =>
    withEngine(async (engine) => {
      const plan = await made(engine, [payment('wage')])
      await chain.request('anvil_setNextBlockBaseFeePerGas', ['0x174876e800'])
      await chain.request('anvil_mine', ['0x1'])
      await refused(
        engine,
        plan,
        drifted({
          kind: 'fee',
          transaction: 1,
          expected: `${plan.transactions[0]?.fee.maxFeeWei} wei`,
          found: '100000000000 wei',
        }),
      )
    }))

  test('when there is code where there was none', () =>
    withEngine(async (engine) => {
      const plan = await made(engine, [payment('wage')])
      await chain.request('anvil_setCode', [STRANGER, '0x00'])
      const found = keccak256Hex(hexToBytes('0x00'))
      await refused(
        engine,
        plan,
        drifted({ kind: 'code', transaction: 1, expected: 'none', found }),
      )
    }))

  test('when a contract was replaced', () =>
    withEngine(async (engine) => {
      const { address } = await deployTestToken(chain)
      const plan = await made(engine, [tokenCall(address, 'transfer', [STRANGER, 60n])])
      const { codeHash } = plan.transactions[0] as { codeHash: string }
      await chain.request('anvil_setCode', [address, '0x00'])
      await refused(
        engine,
        plan,
        drifted(
          { kind: 'code', transaction: 1, expected: codeHash },
          { kind: 'effect', transaction: 1, found: 'nothing' },
          { kind: 'asset', transaction: null, found: 'none' },
        ),
      )
    }))

  test('when it shows the amounts of a token by other decimals', () =>
    withEngine(async (engine) => {
      const { address } = await deployTestToken(chain)
      const { digest: _, ...plan } = await made(engine, [
        tokenCall(address, 'transfer', [OTHER, 60n]),
      ])
      const assets = plan.assets.map((one) =>
        one.asset === address ? { ...one, decimals: 24 } : one,
      )
      await refused(
        engine,
        writtenPlan({ ...plan, assets }, 'test', Date.now()),
        drifted({ kind: 'asset', transaction: null, found: expect.stringMatching(/18 decimals/) }),
      )
    }))

  test('when it pays more for a unit of gas than the operator lets it', () =>
    withEngine(async (engine) => {
      const plan = await made(engine, [payment('wage')])
      const { maxFeeWei } = (plan.transactions[0] as PlannedTransaction).fee
      await withFolder(async (folder) => {
        const thrifty = await openEngine([proxy.url], folder, { maxFeeWei: maxFeeWei - 1n })
        await refused(thrifty, plan, { code: 'PLAN_OVER_BUDGET', exitCode: 3 })
        await thrifty.close()
      })
    }))

  test('when it would do something else, or fail', () =>
    withEngine(async (engine) => {
      const { address } = await deployTestToken(chain)
      const plan = await made(engine, [tokenCall(address, 'transfer', [OTHER, 60n])])
      const before = await sentCount()
      // Selector of pause().
      await chain.request('eth_sendTransaction', [
        { from: SENDER, to: address, data: '0x8456cb59' },
      ])
      await expect.poll(sentCount).toBe(before + 1)
      await refused(engine, { ...plan, effectsFrom: 'stated' }, { code: 'PLAN_DRIFT' })
      const { details } = await engine.transactions.apply(plan).catch((error) => error)
      expect(details.drift).toMatchObject([
        { kind: 'nonce', transaction: 1 },
        {
          kind: 'effect',
          transaction: 1,
          expected: 'success',
          found: expect.stringMatching(/^a revert/),
        },
      ])
    }))

  test('with everything that is not as planned told at once', () =>
    withEngine(async (engine) => {
      const plan = await made(engine, [payment('wage', 5n), payment('rent', 5n)], 'pipelined')
      await engine.transactions.send(payment('other'))
      await chain.request('anvil_setCode', [STRANGER, '0x60006000fd'])
      await chain.request('anvil_setNextBlockBaseFeePerGas', ['0x174876e800'])
      await chain.request('anvil_mine', ['0x1'])
      await chain.request('anvil_setBalance', [SENDER, '0x20'])
      await refused(engine, plan, {
        code: 'PLAN_DRIFT',
        details: {
          drift: [
            { kind: 'nonce', transaction: 1 },
            { kind: 'balance', transaction: null },
            { kind: 'fee', transaction: 1 },
            { kind: 'code', transaction: 1 },
            { kind: 'code', transaction: 2 },
            { kind: 'effect', transaction: 1 },
            { kind: 'effect', transaction: 2 },
          ],
        },
      })
    }))
})

/** A simulation in which everything fails. */
const failing = (simulated: unknown) =>
  JSON.parse(JSON.stringify(simulated).replaceAll('"status":"0x1"', '"status":"0x0"')) as unknown

describe('what is left of a plan', () => {
  test('is judged again before each transaction that may depend on the last', () =>
    withEngine(async (engine) => {
      const plan = await made(engine, [payment('one'), payment('two')])
      proxy.setRule(({ method, params: [payload] }) => {
        const calls = (payload as { blockStateCalls?: unknown[] } | undefined)?.blockStateCalls
        const isOfTheSecondAlone = method === 'eth_simulateV1' && calls?.length === 1
        return isOfTheSecondAlone ? { kind: 'rewrite', result: failing } : undefined
      })
      const before = await sentCount()
      await expect(engine.transactions.apply(plan)).rejects.toMatchObject({
        code: 'PLAN_DRIFT',
        details: { drift: [{ kind: 'effect', transaction: 2 }] },
      })
      expect(await sentCount()).toBe(before + 1)
      proxy.setRule(undefined)
      const { outcomes } = await engine.transactions.apply(plan)
      expect(outcomes.map(({ alreadyDone }) => alreadyDone)).toEqual([true, false])
    }))
})
