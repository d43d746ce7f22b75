import { hexToBytes } from '../../primitives/hex.ts'
import { keccak256Hex } from '../../primitives/keccak.ts'
import type { Chain } from '../chain.ts'
import { codeAt, NO_CODE } from '../rpc/accounts.ts'
import { knownBlock } from '../rpc/blocks.ts'
import { askAll } from '../rpc/rpc.ts'
import type { SimulationBase } from './plan-simulation.ts'

/** The facts that a plan rests on, all at one block. */
export interface PlanFacts extends SimulationBase {
  readonly hash: string
  /** keccak256 of the code at each requested account; null if there is none. */
  readonly codeHashes: ReadonlyMap<string, string | null>
}

export async function readPlanFacts(
  { rpc }: Pick<Chain, 'rpc'>,
  from: string,
  targets: readonly (string | null)[],
  blockNumber: number,
): Promise<PlanFacts> {
  const accounts = [...new Set(targets.filter((target) => target !== null))]
  const [block, senderCode, ...codes] = await askAll(rpc, [
    knownBlock(blockNumber),
    codeAt(from, blockNumber),
    ...accounts.map((account) => codeAt(account, blockNumber)),
  ])
  const { number, hash, timestampSeconds } = block
  return {
    ...{ number, hash, timestampSeconds, senderCode },
    codeHashes: new Map(accounts.map((account, index) => [account, codeHash(codes[index] ?? '')])),
  }
}

/** keccak256 of code; null for no code. */
export function codeHash(code: string): string | null {
  return code === NO_CODE ? null : keccak256Hex(hexToBytes(code, 'code'))
}
