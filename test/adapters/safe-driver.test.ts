import { id, zeroPadValue } from 'ethers'
import fc from 'fast-check'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import type { Chain } from '../../src/chain/chain.ts'
import { codeAt } from '../../src/chain/rpc/accounts.ts'
import { safeDriver } from '../../src/multisig/safe/safe-driver.ts'
import { CANONICAL_MULTI_SENDS, SAFE_VERSIONS } from '../../src/multisig/safe/safe-releases.ts'
import { checksumAddress } from '../../src/primitives/address.ts'
import { spawnChain, type TestChain } from '../support/chain.ts'
import {
  deploySafeRelease,
  type SafeRelease,
  safeInterface,
  sendTransaction,
} from '../support/safe.ts'
import {
  call,
  connect,
  drafted,
  execute,
  OWNERS,
  signedBy,
  signedBySafe,
} from '../support/safe-owners.ts'

const PAYEE = '0x00000000000000000000000000000000C0FFEE01'
const ETHER = 10n ** 18n
/** GuardManager.sol: a guard that was set without asking it, as it has no code here. */
const GUARD_SLOT = id('guard_manager.guard.address')

let chain: TestChain
let node: Chain
let pristine: string
beforeAll(async () => {
  chain = await spawnChain()
  node = await connect(chain)
})
afterAll(() => {
  node.rpc.close()
  chain.stop()
})

describe.each(SAFE_VERSIONS)('a Safe %s', (version) => {
  let release: SafeRelease
  beforeAll(async () => {
    release = await deploySafeRelease(chain, version)
  })
  beforeEach(async () => {
    pristine = await chain.request('evm_snapshot')
  })
  afterEach(async () => {
    await chain.request('evm_revert', [pristine])
  })

  async function safeOf(owners: readonly string[], threshold: number, isL2 = false) {
    const safe = await release.create({ owners, threshold, isL2 })
    await sendTransaction(chain, { to: safe, value: 10n * ETHER })
    return { safe, driver: safeDriver(node, safe) }
  }
  const balanceOf = async (account: string) =>
    BigInt(await chain.request('eth_getBalance', [account, 'latest']))
  const executing = (safe: string, name: string, args: readonly unknown[]) =>
    call(safe, 0n, safeInterface(version).encodeFunctionData(name, [...args]))

  it('hashes any transaction as capstan does', async () => {
    const { driver } = await safeOf(OWNERS.slice(0, 1), 1)
    const address = fc
      .uint8Array({ minLength: 20, maxLength: 20 })
      .map((bytes) => checksumAddress(`0x${Buffer.from(bytes).toString('hex')}`))
    const anyCall = fc.record({
      to: address,
      valueWei: fc.bigInt({ min: 0n, max: 2n ** 256n - 1n }),
      data: fc.uint8Array({ maxLength: 70 }).map((b) => `0x${Buffer.from(b).toString('hex')}`),
      decoded: fc.constant(null),
    })
    const calls = fc.array(anyCall, { minLength: 1, maxLength: 3 })
    const nonce = fc.bigInt({ min: 0n, max: 2n ** 256n - 1n })
    await fc.assert(
      fc.asyncProperty(calls, nonce, async (batch, at) => {
        const terms = await drafted(driver, batch, { nonce: at })
        expect((await driver.judge(terms)).digest).toBe(driver.digest(terms))
      }),
      { numRuns: 20 },
    )
  })

  it.each(['eip712', 'eth-sign'] as const)(
    'executes what two of three signed (%s)',
    async (form) => {
      const { driver } = await safeOf(OWNERS.slice(0, 3), 2)
      const terms = await drafted(driver, [call(PAYEE, ETHER)])
      const signatures = await signedBy(driver, terms, [2, 0], form)
      expect(signatures.map((one) => driver.signerOf(driver.digest(terms), one))).toEqual([
        OWNERS[2],
        OWNERS[0],
      ])

      const { transactionHash } = await execute(chain, driver, terms, signatures)

      expect(await balanceOf(PAYEE)).toBe(ETHER)
      expect(await driver.judge(terms)).toMatchObject({ state: 'executed', transactionHash })
    },
  )

  it('takes every kind of confirmation together', async () => {
    const nested = await release.create({ owners: [OWNERS[4] as string], threshold: 1 })
    const { safe, driver } = await safeOf([...OWNERS.slice(0, 3), nested], 4, true)
    const terms = await drafted(driver, [call(PAYEE, ETHER)])
    const { to, data } = await driver.confirmation(terms, OWNERS[2] as string)
    await sendTransaction(chain, { from: OWNERS[2] as string, to: to as string, data })
    expect(await driver.judge(terms)).toMatchObject({ confirmedBy: [OWNERS[2]], state: 'open' })

    const contract = await signedBySafe(nested, terms, 4)
    expect(await driver.isContractSignature(terms, contract)).toBe(true)
    await execute(chain, driver, terms, [
      contract,
      ...(await signedBy(driver, terms, [0], 'eth-sign')),
      ...(await signedBy(driver, terms, [1])),
      ...(await signedBy(driver, terms, [3])),
    ])

    expect(await balanceOf(PAYEE)).toBe(ETHER)
    expect(await balanceOf(safe)).toBe(9n * ETHER)
  })

  it('knows a signature that a contract does not accept', async () => {
    const nested = await release.create({ owners: [OWNERS[4] as string], threshold: 1 })
    const { driver } = await safeOf([nested], 1)
    const terms = await drafted(driver, [call(PAYEE, ETHER)])
    const wrong = await signedBySafe(nested, terms, 3)
    expect(await driver.isContractSignature(terms, wrong)).toBe(false)
    const ofAccount = { ...wrong, signer: OWNERS[0] as string }
    expect(await driver.isContractSignature(terms, ofAccount)).toBe(false)
  })

  it('executes a batch as a whole, or none of it', async () => {
    const { safe, driver } = await safeOf(OWNERS.slice(0, 1), 1)
    const good = await drafted(driver, [
      call(PAYEE, 1n),
      call(PAYEE, 2n),
      call(PAYEE, 3n, '0xcafe'),
    ])
    expect(good.fields).toEqual({ multiSend: expect.stringMatching(/^0x/) })
    await execute(chain, driver, good, await signedBy(driver, good, [0]))
    expect(await balanceOf(PAYEE)).toBe(6n)

    const bad = await drafted(driver, [call(PAYEE, 1n), call(PAYEE, 100n * ETHER)])
    await expect(
      execute(chain, driver, bad, await signedBy(driver, bad, [0])),
    ).rejects.toThrowError()
    expect(await balanceOf(PAYEE)).toBe(6n)
    expect(await driver.judge(bad)).toMatchObject({ state: 'open' })
    expect(await balanceOf(safe)).toBe(10n * ETHER - 6n)
  })

  it('tells an execution from a rejection, and from another in its place', async () => {
    const { driver } = await safeOf(OWNERS.slice(0, 1), 1)
    const states = []
    const lost = []
    for (const put of ['itself', 'rejection', 'other'] as const) {
      const terms = await drafted(driver, [call(PAYEE, 1n)])
      const rejected = await driver.cancellation(terms, async () => OWNERS[0] as string)
      const [other] = await driver.draft([{ calls: [call(PAYEE, 9n)], expiresAtSeconds: null }])
      const executed = { itself: terms, rejection: 'terms' in rejected && rejected.terms, other }[
        put
      ]
      if (!executed) throw new Error('a Safe rejects by a proposal')
      const receipt = await execute(chain, driver, executed, await signedBy(driver, executed, [0]))
      lost.push({ terms, hash: receipt.transactionHash })
    }
    for (const { terms, hash } of lost) {
      const { state, transactionHash } = await driver.judge(terms)
      states.push(state)
      expect(transactionHash).toBe(hash)
    }
    expect(states).toEqual(['executed', 'cancelled', 'superseded'])
    expect(await balanceOf(PAYEE)).toBe(10n)
  })

  it('tells an execution that happened within another', async () => {
    const { safe, driver } = await safeOf(OWNERS.slice(0, 1), 1)
    const inner = await drafted(driver, [call(PAYEE, 1n)], { nonce: 1n })
    const { intent } = await driver.execution(
      inner,
      await driver.judge(inner),
      await signedBy(driver, inner, [0]),
    )
    const outer = await drafted(driver, [call(safe, 0n, intent.data)])
    await execute(chain, driver, outer, await signedBy(driver, outer, [0]))
    expect(await balanceOf(PAYEE)).toBe(1n)
    expect(await driver.judge(inner)).toMatchObject({ state: 'executed' })
    expect(await driver.judge(outer)).toMatchObject({ state: 'executed' })
  })

  it('executes one nonce after the other', async () => {
    const { driver } = await safeOf(OWNERS.slice(0, 1), 1)
    const payments = [1n, 2n].map((wei) => ({ calls: [call(PAYEE, wei)], expiresAtSeconds: null }))
    const [first, second] = await driver.draft(payments)
    if (!first || !second) throw new Error('two drafts make two proposals')
    expect([first.nonce, second.nonce]).toEqual([0n, 1n])
    expect((await driver.judge(first)).obstacles).toEqual([])
    expect((await driver.judge(second)).obstacles).toHaveLength(1)
    await execute(chain, driver, first, await signedBy(driver, first, [0]))
    expect((await driver.judge(second)).obstacles).toEqual([])
    await expect(drafted(driver, [call(PAYEE, 1n)], { nonce: 0n })).rejects.toMatchObject({
      code: 'MULTISIG_NONCE_USED',
    })
  })

  it('knows no expiry', async () => {
    const { driver } = await safeOf(OWNERS.slice(0, 1), 1)
    const expiring = drafted(driver, [call(PAYEE, 1n)], { expiresAtSeconds: 1_900_000_000 })
    await expect(expiring).rejects.toMatchObject({ code: 'MULTISIG_NO_EXPIRY', exitCode: 3 })
  })

  it('shows who else moves it, or stops it', async () => {
    const { safe, driver } = await safeOf(OWNERS.slice(0, 1), 1, true)
    const [module, handler] = [OWNERS[3], OWNERS[4]]
    for (const change of [
      executing(safe, 'enableModule', [module]),
      executing(safe, 'setFallbackHandler', [handler]),
      executing(safe, 'addOwnerWithThreshold', [OWNERS[1], 2]),
    ]) {
      const terms = await drafted(driver, [change])
      expect((await driver.judge(terms)).grade.reasons).toContainEqual({ kind: 'changes-safe' })
      await execute(chain, driver, terms, await signedBy(driver, terms, [0]))
    }
    const guard = OWNERS[2] as string
    await chain.request('anvil_setStorageAt', [safe, GUARD_SLOT, zeroPadValue(guard, 32)])
    const { json } = await driver.show()
    expect(json).toMatchObject({
      ...{ driver: 'safe', version, isL2: true, threshold: 2, nonce: 3n },
      owners: [
        { address: OWNERS[1], weight: 1 },
        { address: OWNERS[0], weight: 1 },
      ],
      modules: [module],
      guard,
      fallbackHandler: { address: handler, isKnown: false },
    })
    const events = (await driver.history()).map(({ event }) => event)
    expect(events[0]).toBe('SafeSetup')
    for (const event of ['EnabledModule', 'ChangedFallbackHandler', 'AddedOwner']) {
      expect(events).toContain(event)
    }
    expect(events.filter((event) => event === 'ExecutionSuccess')).toHaveLength(3)
  })

  it('is told from a proxy of something else', async () => {
    const { safe, driver } = await safeOf(OWNERS.slice(0, 1), 1)
    const other = `0x${release.multiSend.slice(2).padStart(64, '0')}`
    await chain.request('anvil_setStorageAt', [safe, '0x0', other])
    await expect(driver.show()).rejects.toMatchObject({ code: 'MULTISIG_FOREIGN', exitCode: 7 })
  })

  it('is told from a contract that says it is one', async () => {
    const driver = safeDriver(node, release.singleton)
    await expect(driver.show()).rejects.toMatchObject({ code: 'MULTISIG_FOREIGN', exitCode: 7 })
  })

  it('is missing where there is no contract', async () => {
    await expect(safeDriver(node, PAYEE).show()).rejects.toMatchObject({
      code: 'MULTISIG_MISSING',
      exitCode: 4,
    })
  })

  it('never delegate-calls what is not MultiSendCallOnly', async () => {
    const { safe, driver } = await safeOf(OWNERS.slice(0, 1), 1)
    const calls = [call(PAYEE, 1n), call(PAYEE, 2n)]
    const hostile = safeDriver(node, safe, release.multiSend)
    await expect(drafted(hostile, calls)).rejects.toMatchObject({
      code: 'SAFE_MULTISEND_FOREIGN',
      exitCode: 7,
    })
    const terms = { ...(await drafted(driver, calls)), fields: { multiSend: release.multiSend } }
    await expect(driver.judge(terms)).rejects.toMatchObject({ code: 'SAFE_MULTISEND_FOREIGN' })
  })

  it('takes a MultiSendCallOnly that stands elsewhere', async () => {
    const { safe } = await safeOf(OWNERS.slice(0, 1), 1)
    const code = await node.rpc.ask(codeAt(release.multiSendCallOnly, 'latest'))
    for (const at of CANONICAL_MULTI_SENDS) await chain.request('anvil_setCode', [at, '0x'])
    const calls = [call(PAYEE, 1n), call(PAYEE, 2n)]
    await expect(drafted(safeDriver(node, safe), calls)).rejects.toMatchObject({
      code: 'SAFE_MULTISEND_MISSING',
      exitCode: 4,
    })
    await chain.request('anvil_setCode', [OWNERS[4], code])
    const driver = safeDriver(node, safe, OWNERS[4])
    const terms = await drafted(driver, calls)
    await execute(chain, driver, terms, await signedBy(driver, terms, [0]))
    expect(await balanceOf(PAYEE)).toBe(3n)
  })
})
