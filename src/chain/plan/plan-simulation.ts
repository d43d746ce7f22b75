import { word } from '../../primitives/abi-words.ts'
import { ZERO_ADDRESS } from '../../primitives/address.ts'
import type { Chain } from '../chain.ts'
import { toQuantity } from '../rpc/quantity.ts'
import { type SimulatedCall, simulation } from '../rpc/simulation.ts'
import type { Intent } from '../transactions/intent.ts'
import type { PlanOrder } from './plan.ts'

/** Simulating contracts that pay hundreds of accounts takes a node some time. */
const TIMEOUT_MS = 120_000
/** geth by default runs no more than 50 million in one request (`--rpc.gascap`). */
const GAS_A_REQUEST = 40_000_000n

/** A call of a sequence; `nonce` decides the address of a deployed contract. */
export interface SequenceCall extends Pick<Intent, 'to' | 'data' | 'valueWei'> {
  readonly nonce: number
  readonly gasLimit: bigint
}

/** The block a simulation builds on. */
export interface SimulationBase {
  readonly number: number
  readonly timestampSeconds: number
  /** Code of the sender itself, nearly always `0x`. */
  readonly senderCode: string
}

/**
 * Runs the transactions of a plan: all in order, or, if they are independent, as many at a time as a
 * node runs in one request.
 * @throws RPC_ERROR if the node lacks the method or refuses the amount
 */
export async function simulatePlanned(
  chain: Pick<Chain, 'rpc'>,
  from: string,
  calls: readonly SequenceCall[],
  order: PlanOrder,
  base: SimulationBase,
): Promise<SimulatedCall[]> {
  const groups = order === 'one-by-one' ? [calls] : groupsByGas(calls)
  const simulated: SimulatedCall[] = []
  for (const group of groups) {
    if (group.length > 0) simulated.push(...(await simulateInOrder(chain, from, group, base)))
  }
  return simulated
}

function groupsByGas(calls: readonly SequenceCall[]): SequenceCall[][] {
  const groups: SequenceCall[][] = []
  let left = 0n
  for (const call of calls) {
    left -= call.gasLimit
    const group = left < 0n ? undefined : groups.at(-1)
    if (group) group.push(call)
    else {
      groups.push([call])
      left = GAS_A_REQUEST - call.gasLimit
    }
  }
  return groups
}

/**
 * Runs calls of one sender in order, each in a block of its own on the state that the previous one
 * leaves (`eth_simulateV1`). The logs include moves of native coin.
 * @throws RPC_ERROR if the node lacks the method or refuses the amount
 */
export async function simulateInOrder(
  { rpc }: Pick<Chain, 'rpc'>,
  from: string,
  calls: readonly SequenceCall[],
  base: SimulationBase,
): Promise<readonly SimulatedCall[]> {
  const blocks = calls.map((call, index) => ({
    number: base.number + 1 + index,
    timestampSeconds: base.timestampSeconds + 1 + index,
    ...(call.to === null ? creation(from, call) : plainCall(from, call, base.senderCode)),
  }))
  return rpc.ask(simulation(blocks, base.number), { timeoutMs: TIMEOUT_MS })
}

function plainCall(from: string, { to, data, valueWei, gasLimit }: SequenceCall, code: string) {
  const call = { from, ...(to !== null && { to }), data, value: valueWei, gas: gasLimit }
  return { stateOverrides: { [from]: { code } }, calls: [call] }
}

/**
 * A deployment by the sender's own account: for one block it has code that creates a contract from its
 * call data. Sender, value and address are those of the real transaction, and it works with nodes
 * (anvil) whose `eth_simulateV1` refuses deployments.
 */
function creation(from: string, { data, valueWei, nonce, gasLimit }: SequenceCall) {
  // CREATE holds back a sixty-fourth of the gas (EIP-150).
  const gas = gasLimit + gasLimit / 32n + 100_000n
  return {
    stateOverrides: { [from]: { code: creatorCode(valueWei), nonce: toQuantity(nonce) } },
    calls: [{ from: ZERO_ADDRESS, to: from, data, gas }],
  }
}

/**
 * CALLDATACOPY(0, 0, size), CREATE(value, 0, size); returns the address, or reverts with the revert
 * data of the constructor.
 */
function creatorCode(valueWei: bigint): string {
  return `0x3660006000373660007f${word(valueWei)}f0801560385760005260206000f35b3d600060003e3d6000fd`
}
