import { type BlockTag, blockParam } from './blocks.ts'
import type { CallMessage } from './calls.ts'
import { toQuantity } from './quantity.ts'
import {
  listOf,
  membersOf,
  readAddress,
  readAmount,
  readBytes,
  readHash,
  whole,
} from './read-result.ts'
import type { RpcCall } from './rpc.ts'

/** A block to simulate: its differences from the one before it, and its calls. */
export interface SimulatedBlock {
  readonly number?: number
  /** Unix seconds. */
  readonly timestampSeconds?: number
  readonly stateOverrides?: Readonly<Record<string, { code?: string; nonce?: string }>>
  readonly calls: readonly CallMessage[]
}

export interface SimulatedLog {
  readonly address: string
  readonly topics: readonly string[]
  readonly data: string
}

/** The result of one call. */
export interface SimulatedCall {
  readonly succeeded: boolean
  /** `0x` hex; the bytes of the revert if it failed. */
  readonly returnData: string
  readonly gasUsed: bigint
  /** Empty if it failed. Includes moves of native coin (ERC-7528). */
  readonly logs: readonly SimulatedLog[]
}

/** Runs blocks of calls in order on top of a block, without checking signatures. */
export function simulation(
  blocks: readonly SimulatedBlock[],
  at: BlockTag,
): RpcCall<readonly SimulatedCall[]> {
  const blockStateCalls = blocks.map(({ number, timestampSeconds, stateOverrides, calls }) => ({
    ...(number !== undefined &&
      timestampSeconds !== undefined && {
        blockOverrides: { number: toQuantity(number), time: toQuantity(timestampSeconds) },
      }),
    ...(stateOverrides && { stateOverrides }),
    calls,
  }))
  return {
    method: 'eth_simulateV1',
    params: [{ blockStateCalls, traceTransfers: true, validation: false }, blockParam(at)],
    read: (result) => listOf((block) => listOf(readCall)(membersOf(block).calls))(result)?.flat(),
  }
}

function readCall(result: unknown): SimulatedCall | undefined {
  const { status, returnData, gasUsed, logs = [], error } = membersOf(result)
  const succeeded = readAmount(status) === 1n
  const revert = membersOf(error).data
  // Nodes differ in where they put the bytes of a revert.
  const reverted = returnData === '0x' && typeof revert === 'string' ? revert : returnData
  return whole<SimulatedCall>({
    succeeded,
    returnData: readBytes(succeeded ? returnData : reverted),
    gasUsed: readAmount(gasUsed),
    logs: succeeded ? listOf(readLog)(logs) : [],
  })
}

function readLog(result: unknown): SimulatedLog | undefined {
  const { address, topics, data } = membersOf(result)
  return whole<SimulatedLog>({
    address: readAddress(address),
    topics: listOf(readHash)(topics),
    data: readBytes(data),
  })
}
