// Gas of whole transactions, calldata and the 21,000 included: the graded multisig against a real
// Safe 1.4.1 (as published, behind its proxy) that makes the same payment with the same signers. The
// multisig has three tiers and a daily limit. Neither pays for the first time, and recipients exist.

import { concat, Interface, type Signature, SigningKey, toBeHex, Wallet, ZeroAddress } from 'ethers'
import { cyberMilesToken } from '../../src/artifacts/cyber-miles-token.ts'
import { gradedMultisig } from '../../src/artifacts/graded-multisig.ts'
import { spawnChain, type TestChain } from '../support/chain.ts'
import { deploySafeRelease, safeInterface, sendTransaction } from '../support/safe.ts'
import { type Goal, measure } from './measure.ts'

const OWNERS = 5
const COIN = 10n ** 18n
const FUNDS = 1_000n * COIN
const PAYMENT = 1_250n * 10n ** 15n
const DAY_SECONDS = 86_400
const NO_CEILING = 2n ** 112n - 1n

const graded = new Interface(gradedMultisig.abi)
const safe = safeInterface('1.4.1')
const token = new Interface(cyberMilesToken.abi)
/** Ascending by address, as both contracts want signatures. */
const owners = Array.from(
  { length: OWNERS },
  () => new SigningKey(Wallet.createRandom().privateKey),
)
  .map((key) => ({ key, address: new Wallet(key).address }))
  .sort((a, b) => (BigInt(a.address) < BigInt(b.address) ? -1 : 1))

interface Payment {
  readonly to: string
  readonly value: bigint
  readonly data: string
}

/** Gas of one payment that the first `signers` owners sign. */
type Pay = (payment: Payment, signers: number) => Promise<number>

await measure({}, async () => {
  const chain = await spawnChain()
  try {
    return await goals(chain)
  } finally {
    chain.stop()
  }
})

async function goals(chain: TestChain): Promise<Goal[]> {
  const coins = await deploy(chain, cyberMilesToken.bytecode)
  const two = {
    ours: await deployGraded(chain, coins, 3, 2),
    theirs: await deploySafe(chain, 3, 2),
  }
  const payee = Wallet.createRandom().address
  await sendTransaction(chain, { to: payee, value: 1n })
  for (const holder of [two.ours, two.theirs, payee]) await fund(chain, coins, holder)
  const coin = { to: payee, value: PAYMENT, data: '0x' }
  const transfer = token.encodeFunctionData('transfer', [payee, PAYMENT])
  const tokens = { to: coins, value: 0n, data: transfer }

  const many = await deployGraded(chain, coins, OWNERS, 2)
  await fund(chain, coins, many)
  return [
    await against(
      'coin, 2 of 3 owners',
      gradedPay(chain, two.ours),
      safePay(chain, two.theirs),
      coin,
    ),
    await against(
      'token, 2 of 3 owners',
      gradedPay(chain, two.ours),
      safePay(chain, two.theirs),
      tokens,
    ),
    await furtherSignature(gradedPay(chain, many), coin),
  ]
}

async function against(what: string, ours: Pay, theirs: Pay, payment: Payment): Promise<Goal> {
  await ours(payment, 2)
  await theirs(payment, 2)
  const [oursGas, theirsGas] = [await ours(payment, 2), await theirs(payment, 2)]
  return {
    what: `multisig pays ${what}`,
    figure: oursGas / theirsGas,
    unit: '× Safe 1.4.1',
    atMost: 1.15,
    detail: `${oursGas} against ${theirsGas} gas`,
  }
}

async function furtherSignature(pay: Pay, payment: Payment): Promise<Goal> {
  await pay(payment, 2)
  const [few, all] = [await pay(payment, 2), await pay(payment, OWNERS)]
  return {
    what: 'each further signature',
    figure: (all - few) / (OWNERS - 2),
    unit: 'gas',
    atMost: 7_000,
    detail: `${few} gas with 2, ${all} with ${OWNERS}`,
  }
}

function gradedPay(chain: TestChain, multisig: string): Pay {
  return async (payment, signers) => {
    const sequence = await ask(chain, graded, multisig, 'sequenceOf', [0])
    const proposal = [[[payment.to, payment.value, payment.data]], 0, sequence, 0]
    const digest = String(await ask(chain, graded, multisig, 'hashProposal', [proposal]))
    const signatures = signed(digest, signers).map(({ v, r, s }) => concat([toBeHex(v), r, s]))
    const data = graded.encodeFunctionData('execute', [proposal, concat(signatures)])
    return Number((await sendTransaction(chain, { to: multisig, data })).gasUsed)
  }
}

function safePay(chain: TestChain, multisig: string): Pay {
  return async ({ to, value, data }, signers) => {
    const nonce = await ask(chain, safe, multisig, 'nonce', [])
    const terms = [to, value, data, 0, 0, 0, 0, ZeroAddress, ZeroAddress]
    const digest = String(await ask(chain, safe, multisig, 'getTransactionHash', [...terms, nonce]))
    const signatures = signed(digest, signers).map(({ v, r, s }) => concat([r, s, toBeHex(v)]))
    const call = safe.encodeFunctionData('execTransaction', [...terms, concat(signatures)])
    return Number((await sendTransaction(chain, { to: multisig, data: call })).gasUsed)
  }
}

function signed(digest: string, signers: number): Signature[] {
  return owners.slice(0, signers).map(({ key }) => key.sign(digest))
}

async function deployGraded(chain: TestChain, coins: string, count: number, threshold: number) {
  const tiers = [
    [10n * COIN, threshold],
    [100n * COIN, threshold + 1],
    [NO_CEILING, threshold + 1],
  ].map(([ceiling], tier) => [ceiling, tier + 1])
  const policy = {
    members: owners.slice(0, count).map(({ address }) => [address, 1]),
    classes: Array.from({ length: 6 }, (_, kind) => [kind, kind === 5 ? count : threshold, 0]),
    assets: [ZeroAddress, coins].map((asset) => [asset, 50n * COIN, tiers]),
    listings: [],
    knownCalls: [],
    cancelWeight: threshold,
    suspectDelay: DAY_SECONDS,
  }
  return deploy(chain, concat([gradedMultisig.bytecode, graded.encodeDeploy([policy])]))
}

async function deploySafe(chain: TestChain, count: number, threshold: number): Promise<string> {
  const release = await deploySafeRelease(chain, '1.4.1')
  const addresses = owners.slice(0, count).map(({ address }) => address)
  return release.create({ owners: addresses, threshold })
}

async function fund(chain: TestChain, coins: string, holder: string): Promise<void> {
  await sendTransaction(chain, { to: holder, value: FUNDS })
  const data = token.encodeFunctionData('transfer', [holder, FUNDS])
  await sendTransaction(chain, { to: coins, data })
}

async function deploy(chain: TestChain, code: string): Promise<string> {
  const [from] = await chain.request<[string]>('eth_accounts')
  const fields = { from, data: code, gas: toBeHex(16_000_000) }
  const receipt = await chain.request<{ contractAddress: string }>('eth_sendTransactionSync', [
    fields,
  ])
  return receipt.contractAddress
}

async function ask(
  chain: TestChain,
  abi: Interface,
  to: string,
  name: string,
  args: readonly unknown[],
): Promise<unknown> {
  const data = abi.encodeFunctionData(name, args)
  const answer = await chain.request<string>('eth_call', [{ to, data }, 'latest'])
  return abi.decodeFunctionResult(name, answer)[0]
}
