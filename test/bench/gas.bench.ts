// Gas of whole transactions, calldata and the 21,000 included, on a fresh node: batches a recipient,
// and a claim of native coin against Uniswap's MerkleDistributor as published, at the same depth.
// Accounts and amounts are random, without zero bytes, and amounts fill the 10 bytes that reach to a
// million coins of 18 decimals: calldata is rather dearer than real.

import { randomBytes } from 'node:crypto'
import { createRequire } from 'node:module'
import { AbiCoder, concat, hexlify, Interface, type InterfaceAbi, keccak256, toBeHex } from 'ethers'
import { migrationDistributor } from '../../src/artifacts/migration-distributor.ts'
import { spawnChain, type TestChain } from '../support/chain.ts'
import { type Goal, measure } from './measure.ts'

const BATCH = 256
const BATCH_DEPTH = 17
const CLAIM_DEPTHS = [10, 17, 20]
const COIN = 10n ** 18n
const NATIVE = `0x${'00'.repeat(20)}`

interface Receipt {
  status: string
  gasUsed: string
  contractAddress: string
  logs: { topics: string[] }[]
}

interface Leaf {
  readonly index: number
  readonly account: string
  readonly amount: bigint
}

const require = createRequire(import.meta.url)
const uniswap = require('@uniswap/merkle-distributor/build/MerkleDistributor.json')
const testToken = require('@uniswap/merkle-distributor/build/TestERC20.json')
const ours = new Interface(migrationDistributor.abi)
const theirs = new Interface(uniswap.abi)
const coder = AbiCoder.defaultAbiCoder()

await measure({}, async () => {
  const chain = await spawnChain({ args: ['--balance', '1000000000000000', '--no-mining'] })
  try {
    const goals = [await batch(chain, 'existing', 10_500), await batch(chain, 'empty', 35_500)]
    for (const depth of CLAIM_DEPTHS) goals.push(await claims(chain, depth))
    return goals
  } finally {
    chain.stop()
  }
})

/** The second batch, as only the first of a migration makes the sum of payments out of nothing. */
async function batch(
  chain: TestChain,
  accounts: 'existing' | 'empty',
  atMost: number,
): Promise<Goal> {
  const leafCount = 2 ** BATCH_DEPTH
  const all = Array.from({ length: 2 * BATCH }, (_, index) => someLeaf(index, 10))
  if (accounts === 'existing') {
    for (const { account } of all) await chain.request('anvil_setBalance', [account, '0x1'])
  }
  const subtrees = [all.slice(0, BATCH), all.slice(BATCH)] as const
  const nodes = subtrees.map(subtreeRoot) as [string, string]
  const siblings = someSiblings(BATCH_DEPTH - Math.log2(BATCH) - 1)
  const distributor = await deployOurs(chain, fold(parent(...nodes), siblings), leafCount, all)

  let gas = 0
  for (const [i, leaves] of subtrees.entries()) {
    const rows = leaves.map(({ account, amount }) => concat([account, toBeHex(amount, 12)]))
    const proof = [nodes[1 - i], ...siblings]
    gas = await send(
      chain,
      ours.encodeFunctionData('distribute', [i * BATCH, rows, proof]),
      distributor,
    )
  }
  for (const { account, amount } of all) {
    const expected = amount + (accounts === 'existing' ? 1n : 0n)
    if (BigInt(await chain.request<string>('eth_getBalance', [account, 'latest'])) !== expected) {
      throw new Error(`${account} was not paid`)
    }
  }
  return {
    what: `batch of ${BATCH} ${accounts} accounts`,
    figure: gas / BATCH,
    unit: 'gas a recipient',
    atMost,
    detail: `${gas} gas, subtree of ${leafCount} leaves`,
  }
}

/** The second claim of two neighbours, so that both contracts find their bitmap word touched. */
async function claims(chain: TestChain, depth: number): Promise<Goal> {
  const leaves = [someLeaf(0, 10), someLeaf(1, 10)] as const
  for (const { account } of leaves)
    await chain.request('anvil_setBalance', [account, toBeHex(COIN)])
  const siblings = someSiblings(depth - 1)
  const rootOf = (hash: (leaf: Leaf) => string) =>
    fold(parent(hash(leaves[0]), hash(leaves[1])), siblings)
  const claimsOf = (abi: Interface, hash: (leaf: Leaf) => string) =>
    leaves.map(({ index, account, amount }, i) => ({
      from: account,
      data: abi.encodeFunctionData('claim', [
        index,
        account,
        amount,
        [hash(leaves[1 - i] as Leaf), ...siblings],
      ]),
    }))

  const native = await deployOurs(chain, rootOf(standardLeaf), 2 ** depth, leaves)
  const tokens = await deployUniswap(chain, rootOf(packedLeaf), leaves)
  let [oursGas, theirsGas] = [0, 0]
  for (const { from, data } of claimsOf(ours, standardLeaf)) {
    oursGas = await send(chain, data, native, { from })
  }
  for (const { from, data } of claimsOf(theirs, packedLeaf)) {
    theirsGas = await send(chain, data, tokens, { from })
  }
  return {
    what: `claim of native coin at depth ${depth}`,
    figure: oursGas / theirsGas,
    unit: '× Uniswap MerkleDistributor',
    atMost: 0.95,
    detail: `${oursGas} against ${theirsGas} gas`,
  }
}

async function deployOurs(
  chain: TestChain,
  root: string,
  leafCount: number,
  leaves: readonly Leaf[],
) {
  const total = sum(leaves)
  const { timestamp } = await chain.request<{ timestamp: string }>('eth_getBlockByNumber', [
    'latest',
    false,
  ])
  const [owner] = await chain.request<[string]>('eth_accounts')
  const terms = [root, leafCount, total, NATIVE, Number(timestamp) + 86_400, owner, owner]
  return deploy(chain, migrationDistributor.abi, migrationDistributor.bytecode, terms, total)
}

async function deployUniswap(chain: TestChain, root: string, leaves: readonly Leaf[]) {
  const total = sum(leaves)
  const token = await deploy(chain, testToken.abi, testToken.bytecode, ['Token', 'TKN', total])
  const distributor = await deploy(chain, uniswap.abi, uniswap.bytecode, [token, root])
  const transfer = new Interface(testToken.abi).encodeFunctionData('transfer', [distributor, total])
  await send(chain, transfer, token)
  return distributor
}

async function deploy(
  chain: TestChain,
  abi: InterfaceAbi,
  bytecode: string,
  args: unknown[],
  value = 0n,
): Promise<string> {
  const code = concat([prefixed(bytecode), new Interface(abi).encodeDeploy(args)])
  return (await receiptOf(chain, { data: code, value: toBeHex(value) })).contractAddress
}

async function send(chain: TestChain, data: string, to: string, fields = {}): Promise<number> {
  return Number((await receiptOf(chain, { to, data, ...fields })).gasUsed)
}

async function receiptOf(chain: TestChain, fields: Record<string, unknown>): Promise<Receipt> {
  const [from] = await chain.request<[string]>('eth_accounts')
  if (fields.from) await chain.request('anvil_impersonateAccount', [fields.from])
  const transaction = {
    from,
    gas: toBeHex(16_000_000),
    gasPrice: toBeHex(2_000_000_000),
    ...fields,
  }
  const hash = await chain.request('eth_sendTransaction', [transaction])
  await chain.request('evm_mine')
  const receipt = await chain.request<Receipt>('eth_getTransactionReceipt', [hash])
  if (receipt.status !== '0x1') throw new Error('a transaction reverted')
  return receipt
}

function prefixed(bytecode: string): string {
  return bytecode.startsWith('0x') ? bytecode : `0x${bytecode}`
}

/** OpenZeppelin's leaf, hashed twice. */
function standardLeaf({ index, account, amount }: Leaf): string {
  return keccak256(
    keccak256(coder.encode(['uint256', 'address', 'uint256'], [index, account, amount])),
  )
}

/** Uniswap's leaf, packed and hashed once. */
function packedLeaf({ index, account, amount }: Leaf): string {
  return keccak256(concat([toBeHex(index, 32), account, toBeHex(amount, 32)]))
}

function parent(a: string, b: string): string {
  return keccak256(concat(a < b ? [a, b] : [b, a]))
}

function fold(leaf: string, siblings: readonly string[]): string {
  return siblings.reduce(parent, leaf)
}

function subtreeRoot(leaves: readonly Leaf[]): string {
  let level = leaves.map(standardLeaf)
  while (level.length > 1) level = pairs(level).map(([a, b]) => parent(a, b))
  return level[0] as string
}

function pairs(level: readonly string[]): [string, string][] {
  return Array.from({ length: level.length / 2 }, (_, i) => [
    level[2 * i] as string,
    level[2 * i + 1] as string,
  ])
}

function someLeaf(index: number, amountBytes: number): Leaf {
  return { index, account: someHex(20), amount: BigInt(someHex(amountBytes)) }
}

function someSiblings(count: number): string[] {
  return Array.from({ length: count }, () => someHex(32))
}

/** Random, without a zero byte. */
function someHex(bytes: number): string {
  return hexlify(randomBytes(bytes).map((byte) => byte || 1))
}

function sum(leaves: readonly Leaf[]): bigint {
  return leaves.reduce((total, { amount }) => total + amount, 0n)
}
