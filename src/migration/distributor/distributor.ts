// The distributor contract as the steps see it: its terms, its state, and its
// calls.

import { Interface } from 'ethers'
import { migrationDistributor } from '../../artifacts/migration-distributor.ts'
import type { Chain } from '../../chain/chain.ts'
import { readViews, type ViewedContract, viewAt, viewResult } from '../../chain/contracts/views.ts'
import { tokenBalance } from '../../chain/erc20/balance.ts'
import { balanceAt, codeAt, NO_CODE } from '../../chain/rpc/accounts.ts'
import { newestBlock } from '../../chain/rpc/blocks.ts'
import { resultOf } from '../../chain/rpc/rpc.ts'
import { word } from '../../primitives/abi-words.ts'
import { ROW_BYTES } from '../../primitives/account-rows.ts'
import { ADDRESS_BYTES } from '../../primitives/csv-fields.ts'
import { UINT256_BYTES } from '../../primitives/uint256.ts'
import type { AllocationTable } from '../tree/allocation-table.ts'
import type { Subtree } from '../tree/merkle-nodes.ts'
import { notADistributor } from './distributor-errors.ts'
import { PaidLeaves, paidWordRange } from './paid-leaves.ts'

export const DISTRIBUTOR_ABI = migrationDistributor.abi
export const distributorInterface = new Interface(DISTRIBUTOR_ABI)

/** 2.2 million gas for a call that reads this many words. */
const WORDS_A_CALL = 1024
const AMOUNT_BYTES = 12

/** The immutable terms of a distributor. Addresses are EIP-55. */
export interface DistributorTerms {
  readonly root: string
  readonly leafCount: number
  readonly totalBaseUnits: bigint
  /** `native`, or the token's address. */
  readonly asset: string
  /** Unix time in seconds; pauses move it later. */
  readonly deadlineSeconds: number
  readonly remainderTo: string
  readonly owner: string
}

/** The state of a distributor at one block. */
export interface DistributorState extends DistributorTerms {
  readonly blockNumber: number
  /** Time of that block, Unix seconds. */
  readonly timestampSeconds: number
  /** Runtime code, `0x` hex. */
  readonly code: string
  readonly isPaused: boolean
  readonly paidBaseUnits: bigint
  readonly balanceBaseUnits: bigint
}

/** All that it ever received, less what closings sent. Base units. */
export function fundedBaseUnits({
  balanceBaseUnits,
  paidBaseUnits,
}: Pick<DistributorState, 'balanceBaseUnits' | 'paidBaseUnits'>): bigint {
  return balanceBaseUnits + paidBaseUnits
}

const VIEWS = [
  'root',
  'leafCount',
  'total',
  'token',
  'deadline',
  'remainderTo',
  'owner',
  'paused',
  'paidTotal',
] as const

/**
 * Reads a distributor, all at one block; undefined if there is no code at the address.
 * @throws DISTRIBUTOR_FOREIGN if the contract does not answer as a distributor does
 */
export async function readDistributor(
  { rpc }: Chain,
  address: string,
): Promise<DistributorState | undefined> {
  const { number: blockNumber, timestampSeconds } = await rpc.ask(newestBlock)
  const contract = contractAt(address)
  const [codeAnswer, coin, ...answers] = await rpc.batch([
    codeAt(address, blockNumber),
    balanceAt(address, blockNumber),
    ...VIEWS.map((view) => viewAt(contract, { view }, blockNumber)),
  ])
  const code = resultOf(codeAnswer)
  if (code === NO_CODE) return undefined
  const values = Object.fromEntries(
    VIEWS.map((view, index) => [view, viewResult(contract, { view }, answers[index])[0]]),
  ) as Record<(typeof VIEWS)[number], unknown>
  const token = values.token as string
  const asset = BigInt(token) === 0n ? 'native' : token
  return {
    root: values.root as string,
    leafCount: Number(values.leafCount),
    totalBaseUnits: values.total as bigint,
    asset,
    deadlineSeconds: Number(values.deadline),
    remainderTo: values.remainderTo as string,
    owner: values.owner as string,
    ...{ blockNumber, timestampSeconds, code },
    isPaused: values.paused as boolean,
    paidBaseUnits: values.paidTotal as bigint,
    balanceBaseUnits:
      asset === 'native'
        ? resultOf(coin)
        : await tokenBalance({ rpc }, asset, address, blockNumber),
  }
}

function contractAt(address: string): ViewedContract {
  return { address, abi: distributorInterface, unexpected: () => notADistributor(address) }
}

/** Reads which leaves are paid, as of a block. */
export async function readPaidLeaves(
  chain: Chain,
  address: string,
  { leafCount, blockNumber }: Pick<DistributorState, 'leafCount' | 'blockNumber'>,
): Promise<PaidLeaves> {
  const { first, count } = paidWordRange(leafCount)
  const views = []
  for (let at = 0; at < count; at += WORDS_A_CALL) {
    views.push({ view: 'paidWords', args: [first + at, Math.min(WORDS_A_CALL, count - at)] })
  }
  const results = await readViews(chain, contractAt(address), views, blockNumber)
  return new PaidLeaves(
    leafCount,
    results.flatMap(([words]) => words as bigint[]),
  )
}

/** Data of the deployment: creation code and constructor arguments. */
export function encodeDeployment(terms: DistributorTerms): string {
  const args = distributorInterface.encodeDeploy([
    terms.root,
    terms.leafCount,
    terms.totalBaseUnits,
    tokenOf(terms.asset),
    terms.deadlineSeconds,
    terms.remainderTo,
    terms.owner,
  ])
  return migrationDistributor.bytecode + args.slice(2)
}

/** Token as the contract has it: the zero address for native coin. */
export function tokenOf(asset: string): string {
  return asset === 'native' ? `0x${'0'.repeat(40)}` : asset
}

const DISTRIBUTE_SELECTOR = distributorInterface.getFunction('distribute')?.selector as string

/**
 * `distribute(uint256 firstIndex, bytes32[] rows, bytes32[] proof)`, encoded by hand: a
 * million rows take a second, and ten through the ABI library.
 */
export function encodeDistribute(
  { firstIndex, count }: Subtree,
  allocations: AllocationTable,
  proof: readonly string[],
): string {
  const rows = Buffer.alloc(count * UINT256_BYTES)
  const packed = allocations.rows(firstIndex, count)
  for (let row = 0; row < count; row++) {
    const from = row * ROW_BYTES
    const to = row * UINT256_BYTES
    rows.set(packed.subarray(from, from + ADDRESS_BYTES), to)
    rows.set(packed.subarray(from + ROW_BYTES - AMOUNT_BYTES, from + ROW_BYTES), to + ADDRESS_BYTES)
  }
  const head = [firstIndex, 3 * UINT256_BYTES, (4 + count) * UINT256_BYTES, count]
  const hashes = proof.map((hash) => hash.slice(2)).join('')
  return `${DISTRIBUTE_SELECTOR}${head.map(word).join('')}${rows.toString('hex')}${word(proof.length)}${hashes}`
}
