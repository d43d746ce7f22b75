import { join } from 'node:path'
import { Interface, Signature, Transaction } from 'ethers'
import { describe, expect, it, onTestFinished } from 'vitest'
import { openDatabase } from '../../src/database/open-database.ts'
import { SpendingLedger } from '../../src/database/spending-ledger.ts'
import type { Keyring } from '../../src/keystore/keyring.ts'
import type { PolicyChange } from '../../src/keystore/policy/change-policy.ts'
import type { Signer } from '../../src/keystore/signer.ts'
import { MemoryStore } from '../../src/keystore/stores/memory-store.ts'
import { CapstanError } from '../../src/primitives/capstan-error.ts'
import { hexToBytes } from '../../src/primitives/hex.ts'
import type { PlainTransfer, TransferTerms } from '../../src/primitives/plain-transfer.ts'
import { temporaryFolder } from '../support/home.ts'
import { ALICE, BOB, ETHER, TOKEN } from '../support/policies.ts'
import {
  addPrivateKey,
  openKeyring,
  readIndex,
  writeIndex,
} from '../unit/keystore/memory-keyring.ts'

const HOUR = 3_600_000
const erc20 = new Interface([
  'function transfer(address,uint256)',
  'function approve(address,uint256)',
])
const TERMS: TransferTerms = {
  chainId: 31337n,
  type: 2,
  gasLimit: 21_000n,
  maxFeeWei: 1n,
  priorityFeeWei: 1n,
}

/** Something happens while it fetches a secret, as a user may take his time to unlock a keychain. */
class SlowStore extends MemoryStore {
  readonly #store: MemoryStore
  readonly #meanwhile: () => Promise<unknown>

  constructor(store: MemoryStore, meanwhile: () => Promise<unknown>) {
    super()
    this.#store = store
    this.#meanwhile = meanwhile
  }

  override async get(entry: string) {
    await this.#meanwhile()
    return this.#store.get(entry)
  }
}

/** One home with a key "ops", which several processes open. */
function home() {
  const folder = temporaryFolder()
  const store = new MemoryStore()
  const clock = { time: Date.UTC(2026, 0, 2), now: () => clock.time }
  const url = `sqlite:${join(folder, 'capstan.db')}`
  const open = (command = 'tx send'): Keyring => openKeyring(folder, store, {}, { command, ledger })
  const ledger = async () => {
    const database = await openDatabase(url)
    onTestFinished(() => database.destroy())
    return SpendingLedger.open(database, clock)
  }
  return { folder, store, clock, open }
}

/** The same with a policy on the key. */
async function ruled(change: PolicyChange) {
  const opened = home()
  const keyring = opened.open()
  await addPrivateKey(keyring, 'ops')
  await keyring.changePolicy('ops', change)
  return { ...opened, keyring, signer: await keyring.signer('ops') }
}

function pay(signer: Signer, valueWei: bigint, { nonce = 0, to = BOB, chainId = 31337 } = {}) {
  return signer.signTransaction({ chainId, nonce, to, value: valueWei })
}

/** The rule that refuses, or undefined when it is signed. */
async function refusal(signing: Promise<unknown>): Promise<unknown> {
  try {
    await signing
    return undefined
  } catch (error) {
    expect(error).toMatchObject({ code: 'POLICY_REFUSED', exitCode: 3 })
    return (error as CapstanError).details.rule
  }
}

function transfers(...amounts: bigint[]): PlainTransfer[] {
  return amounts.map((valueWei, nonce) => ({ nonce, to: hexToBytes(BOB), valueWei }))
}

async function book(signer: Signer, given: Iterable<PlainTransfer>): Promise<Uint8Array[]> {
  const raws: Uint8Array[] = []
  for await (const raw of signer.signTransfers(TERMS, given)) raws.push(raw)
  return raws
}

const permit = (value: bigint, spender = BOB) =>
  [
    { chainId: 31337, verifyingContract: TOKEN },
    {
      Permit: ['address owner', 'address spender', 'uint256 value', 'uint256 nonce']
        .concat('uint256 deadline')
        .map((field) => ({ type: field.split(' ')[0] ?? '', name: field.split(' ')[1] ?? '' })),
    },
    { owner: ALICE, spender, value, nonce: 0, deadline: 0 },
  ] as const

describe('a key with a policy', () => {
  it('signs within it, and what it signs is what any signer would', async () => {
    const { signer } = await ruled({ networks: [31337], recipients: [BOB], maxPerTx: ['1'] })
    const raw = await pay(signer, ETHER)
    expect(Transaction.from(raw)).toMatchObject({ from: signer.address, to: BOB, value: ETHER })
  })

  it('refuses by each rule in every way to sign', async () => {
    const data = erc20.encodeFunctionData('transfer', [ALICE, 1n])
    const rules: [PolicyChange, string][] = [
      [{ networks: [1] }, 'allow-network'],
      [{ recipients: [ALICE] }, 'allow-to'],
      [{ maxPerTx: ['0.5', `${TOKEN}=5`] }, 'max-per-tx'],
      [{ maxPerDay: ['0.5', `${TOKEN}=5`] }, 'max-per-day'],
      [{ commands: ['migrate distribute'] }, 'allow-command'],
    ]
    for (const [change, rule] of rules) {
      const { signer } = await ruled(change)
      expect(await refusal(pay(signer, ETHER))).toBe(rule)
      // Which command will sign what is planned is not known yet.
      const checked = signer.check({ chainId: 31337, to: BOB, value: ETHER })
      expect(await refusal(checked)).toBe(rule === 'allow-command' ? undefined : rule)
      expect(await refusal(signer.signTypedData(...permit(6n)))).toBe(rule)
      expect(await refusal(book(signer, transfers(1n, ETHER)))).toBe(rule)
      const isOfMessages = rule === 'allow-command'
      expect(await refusal(signer.signMessage('hello'))).toBe(isOfMessages ? rule : undefined)
      // It may be the hash of what a multisig is to do.
      expect(await refusal(signer.signMessage(new Uint8Array(32)))).toBeDefined()
      if (rule === 'allow-to') {
        const call = { chainId: 31337, to: TOKEN, data }
        expect(await refusal(signer.signTransaction(call))).toBe(rule)
      }
    }
  })

  it('asks for the running command', async () => {
    const { open } = await ruled({ commands: ['migrate'] })
    const signing = async (command: string) => (await open(command).signer('ops')).signMessage('x')
    expect(await signing('migrate publish')).toMatch(/^0x/)
    expect(await refusal(signing('key sign'))).toBe('allow-command')
  })

  it('hands its account over to no contract (EIP-7702)', async () => {
    const { signer } = await ruled({ networks: [31337] })
    const authorization = {
      ...{ chainId: 31337n, address: BOB, nonce: 0n },
      signature: Signature.from(`0x${'01'.repeat(64)}1b`),
    }
    const setCode = { chainId: 31337, to: BOB, authorizationList: [authorization] }
    expect(await refusal(signer.signTransaction({ ...setCode, type: 4 }))).toBe('set-code')
    expect(await refusal(signer.signTransaction(setCode))).toBe('set-code')
  })

  it('is judged by the transaction that would be signed, however it is written', async () => {
    const { signer } = await ruled({ maxPerTx: ['1'], recipients: [BOB] })
    const value = `0x${(ETHER + 1n).toString(16)}`
    expect(await refusal(signer.signTransaction({ chainId: '31337', to: BOB, value }))).toBe(
      'max-per-tx',
    )
  })

  it('keeps the policy when it is renamed, and each account of a mnemonic has its own', async () => {
    const { open, folder } = home()
    const keyring = open()
    const words = { kind: 'mnemonic', bytes: new Uint8Array(16).fill(7) } as const
    await keyring.add({ name: 'first', type: 'evm', path: "m/44'/60'/0'/0/0" }, words)
    await keyring.addAccount('first', { name: 'second', type: 'evm' })
    await keyring.changePolicy('first', { recipients: [ALICE] })
    await keyring.rename('first', 'strict')
    expect(await refusal(pay(await open().signer('strict'), 1n))).toBe('allow-to')
    expect(await refusal(pay(await open().signer('second'), 1n))).toBeUndefined()
    const [second, strict] = readIndex(folder).keys
    expect(strict.entry).toBe(second.entry)
    expect(strict.mac).not.toBe(second.mac)
  })

  it('is ruled anew at each signature: what another process has tightened holds at once', async () => {
    const { signer, open } = await ruled({ maxPerTx: ['2'] })
    expect(await refusal(pay(signer, ETHER))).toBeUndefined()
    await open().changePolicy('ops', { maxPerTx: ['0.5'] })
    expect(await refusal(pay(signer, ETHER))).toBe('max-per-tx')
  })

  it('never loses what another process has set meanwhile', async () => {
    const { folder, store, open } = await ruled({ maxPerTx: ['2'] })
    const other = () => open().changePolicy('ops', { recipients: [ALICE] })
    const slow = openKeyring(folder, new SlowStore(store, other))
    await expect(slow.changePolicy('ops', { maxPerTx: ['3'] })).rejects.toMatchObject({
      code: 'KEY_CHANGED',
      exitCode: 8,
    })
    expect(await open().find('ops')).toMatchObject({ policy: { recipients: [ALICE] } })
  })

  it('leaves keys without one, and those capstan brings, as they were', async () => {
    const { open } = home()
    const keyring = open()
    await addPrivateKey(keyring, 'free')
    const free = await keyring.signer('free')
    expect(await book(free, transfers(1n, 2n))).toHaveLength(2)
    expect(await refusal(pay(free, 10n ** 30n))).toBeUndefined()
    await expect(keyring.changePolicy('dev0', { maxPerTx: ['1'] })).rejects.toMatchObject({
      code: 'KEY_BUILT_IN',
      exitCode: 3,
    })
  })
})

describe('the ceiling of a day', () => {
  it('holds over all processes, and rolls', async () => {
    const { signer, open, clock } = await ruled({ maxPerDay: ['10'] })
    const other = await open().signer('ops')
    expect(await refusal(pay(signer, 6n * ETHER, { nonce: 0 }))).toBeUndefined()
    expect(await refusal(pay(other, 5n * ETHER, { nonce: 1 }))).toBe('max-per-day')
    expect(await refusal(pay(other, 4n * ETHER, { nonce: 1 }))).toBeUndefined()
    clock.time += 24 * HOUR
    expect(await refusal(pay(signer, 10n * ETHER, { nonce: 2 }))).toBeUndefined()
  })

  it('counts a nonce once, whatever is signed for it, on each chain', async () => {
    const { signer } = await ruled({ maxPerDay: ['10'] })
    for (const ethers of [6n, 6n, 2n, 10n]) {
      expect(await refusal(pay(signer, ethers * ETHER, { nonce: 5 }))).toBeUndefined()
    }
    expect(await refusal(pay(signer, 1n, { nonce: 5, chainId: 1 }))).toBe('max-per-day')
    expect(await refusal(pay(signer, 1n, { nonce: 6 }))).toBe('max-per-day')
  })

  it('counts nothing for what is refused', async () => {
    const { signer } = await ruled({ maxPerDay: ['10'], recipients: [BOB] })
    expect(await refusal(pay(signer, 9n * ETHER, { nonce: 0, to: ALICE }))).toBe('allow-to')
    const foreign = signer.signTransaction({ chainId: 31337, from: ALICE, to: BOB, value: ETHER })
    await expect(foreign).rejects.toMatchObject({ code: 'KEY_SENDER_MISMATCH' })
    const anywhere = signer.signTransaction({ to: BOB, value: ETHER })
    await expect(anywhere).rejects.toMatchObject({ code: 'KEY_CHAIN_ID_MISSING' })
    expect(await refusal(pay(signer, 10n * ETHER, { nonce: 1 }))).toBeUndefined()
  })

  it('counts tokens by what is moved, allowed or permitted', async () => {
    const { signer } = await ruled({ maxPerDay: [`${TOKEN}=100`] })
    const call = (name: string, nonce: number) =>
      signer.signTransaction({
        ...{ chainId: 31337, nonce, to: TOKEN },
        data: erc20.encodeFunctionData(name, [BOB, 40n]),
      })
    expect(await refusal(call('transfer', 0))).toBeUndefined()
    expect(await refusal(call('approve', 1))).toBeUndefined()
    expect(await refusal(signer.signTypedData(...permit(20n)))).toBeUndefined()
    expect(await refusal(signer.signTypedData(...permit(20n)))).toBeUndefined()
    expect(await refusal(signer.signTypedData(...permit(1n)))).toBe('max-per-day')
  })

  it('signs nothing when the ledger cannot be written', async () => {
    const { folder, store } = await ruled({ maxPerDay: ['10'] })
    const broken = new CapstanError({ code: 'DATABASE_LOCKED', kind: 'state', message: 'locked' })
    const ledger = async () => ({ take: () => Promise.reject(broken) })
    const signer = await openKeyring(folder, store, {}, { ledger }).signer('ops')
    await expect(pay(signer, 1n)).rejects.toMatchObject({ code: 'DATABASE_LOCKED' })
    await expect(book(signer, transfers(1n))).rejects.toMatchObject({ code: 'DATABASE_LOCKED' })
  })
})

describe('a payout book under a policy', () => {
  it('is refused before its first signature when any of it is', async () => {
    const { signer } = await ruled({ maxPerTx: ['1'], recipients: [BOB] })
    const bad = [...transfers(1n, 2n), { nonce: 2, to: hexToBytes(ALICE), valueWei: 3n }]
    const signing = signer.signTransfers(TERMS, bad)[Symbol.asyncIterator]()
    expect(await refusal(signing.next())).toBe('allow-to')
    expect(await refusal(book(signer, transfers(1n, ETHER + 1n)))).toBe('max-per-tx')
    expect(await book(signer, transfers(1n, ETHER))).toHaveLength(2)
  })

  it('counts as a whole for its day, and once however often it is signed', async () => {
    const { signer } = await ruled({ maxPerDay: ['10'] })
    const half = transfers(3n * ETHER, 2n * ETHER)
    expect(await refusal(book(signer, transfers(6n * ETHER, 5n * ETHER)))).toBe('max-per-day')
    expect(await book(signer, half)).toHaveLength(2)
    expect(await book(signer, half)).toEqual(await book(signer, half))
    expect(await refusal(book(signer, transfers(5n * ETHER + 1n)))).toBe('max-per-day')
    expect(await book(signer, transfers(5n * ETHER))).toHaveLength(1)
  })

  it('is signed as it was judged, or not at all', async () => {
    const { signer } = await ruled({ maxPerDay: ['10'] })
    const once = transfers(1n, 2n).values()
    await expect(book(signer, once)).rejects.toThrow(TypeError)
    let turn = 0
    const growing = { [Symbol.iterator]: () => transfers(++turn === 1 ? 1n : 2n).values() }
    await expect(book(signer, growing)).rejects.toThrow(TypeError)
  })
})

describe('keys.json altered by hand', () => {
  type Sealed = { name: string; mac: string; policy: Rules | null; path: string | null }
  type Rules = { recipients: string[]; maxPerTxBaseUnits: object | null }

  const alterations: [string, (ops: Sealed, other: Sealed) => void][] = [
    ['the policy removed', (ops) => Object.assign(ops, { policy: null })],
    ['a recipient added', (ops) => ops.policy?.recipients.push(BOB)],
    ['a ceiling raised', (ops) => Object.assign(ops.policy ?? {}, { maxPerTxBaseUnits: null })],
    [
      'policy and seal of another key',
      (ops, other) => Object.assign(ops, { policy: other.policy, mac: other.mac }),
    ],
    ['the seal of another key', (ops, other) => Object.assign(ops, { mac: other.mac })],
  ]

  async function altered(alter: (ops: Sealed, other: Sealed) => void) {
    const opened = await ruled({ recipients: [ALICE], maxPerTx: ['1'] })
    await addPrivateKey(opened.keyring, 'other')
    const index = readIndex(opened.folder)
    const [ops, other] = index.keys
    alter(ops, other)
    writeIndex(opened.folder, index)
    return { ...opened, keyring: opened.open() }
  }

  const error = { code: 'KEY_POLICY_ALTERED', exitCode: 7 }

  it.each(alterations)('is noticed, and nothing is signed: %s', async (_, alter) => {
    const { keyring } = await altered(alter)
    const signer = await keyring.signer('ops')
    await expect(pay(signer, 1n, { to: ALICE })).rejects.toMatchObject(error)
    await expect(signer.signMessage('x')).rejects.toMatchObject(error)
    await expect(
      signer.signTypedData({ chainId: 1, verifyingContract: ALICE }, permit(1n)[1], permit(1n)[2]),
    ).rejects.toMatchObject({ exitCode: expect.toBeOneOf([3, 7]) })
    await expect(keyring.signingKey('ops', 'exported')).rejects.toMatchObject(error)
    await expect(keyring.changePolicy('ops', { maxPerTx: ['2'] })).rejects.toMatchObject(error)
    expect(await (await keyring.signer('other')).signMessage('x')).toMatch(/^0x/)
  })

  it('is noticed when the run has begun already', async () => {
    const { signer, folder } = await ruled({ recipients: [ALICE] })
    await pay(signer, 1n, { to: ALICE })
    const index = readIndex(folder)
    index.keys[0].policy.recipients.push(BOB)
    writeIndex(folder, index)
    await expect(pay(signer, 1n)).rejects.toMatchObject(error)
  })

  it('is noticed for the path of an account as well', async () => {
    const { open, folder } = home()
    const words = { kind: 'mnemonic', bytes: new Uint8Array(16).fill(7) } as const
    await open().add({ name: 'ops', type: 'evm', path: "m/44'/60'/0'/0/0" }, words)
    await open().changePolicy('ops', { recipients: [ALICE] })
    const index = readIndex(folder)
    index.keys[0].path = "m/44'/60'/0'/0/1"
    writeIndex(folder, index)
    const signer = await open().signer('ops')
    await expect(pay(signer, 1n, { to: ALICE })).rejects.toMatchObject({ exitCode: 7 })
  })

  it('is mended by its owner, who clears the policy', async () => {
    const { keyring } = await altered((ops) => Object.assign(ops, { policy: null }))
    expect(await keyring.changePolicy('ops', { clear: true })).toMatchObject({ policy: null })
    expect(await refusal(pay(await keyring.signer('ops'), 1n))).toBeUndefined()
    await keyring.changePolicy('ops', { recipients: [ALICE] })
    expect(await refusal(pay(await keyring.signer('ops'), 1n))).toBe('allow-to')
  })
})
