import type { Chain } from '../../chain/chain.ts'
import { headNumber, newestBlock } from '../../chain/rpc/blocks.ts'
import type { Call } from '../proposal/proposal.ts'
import { runCalls } from '../proposal/simulate-proposal.ts'

/** Gas limit of a transaction on Ethereum (EIP-7825). */
const MAX_GAS_A_TRANSACTION = 1n << 24n
/** A node runs each call as a transaction; in a batch a call does not pay this. */
const GAS_A_TRANSACTION = 21_000n
/** What grading, signatures and decoding add to a call. */
const GAS_A_CALL = 12_000n
/** Added to a call with value to a new account: only contracts pay for these. */
const GAS_A_PAYMENT = 9_000n + 25_000n
const GAS_A_PROPOSAL = 300_000n
/** If a node cannot run the calls: a token transfer to a new holder, with a margin. */
const GAS_UNMEASURED = 80_000n
const CALLS_A_RUN = 100

/**
 * Cuts a long batch into proposals, in the order of the calls, each well below the gas limit of one
 * transaction.
 */
export async function cutBatch(
  chain: Chain,
  multisig: string,
  calls: readonly Call[],
): Promise<Call[][]> {
  const limit = await gasLimitOf(chain)
  const gas = await gasOf(chain, multisig, calls)
  const batches: Call[][] = []
  let left = 0n
  for (const [index, call] of calls.entries()) {
    const needed = gas[index] as bigint
    const batch = needed > left ? undefined : batches.at(-1)
    if (batch) batch.push(call)
    else {
      batches.push([call])
      left = limit - GAS_A_PROPOSAL
    }
    left -= needed
  }
  return batches
}

/** Four fifths of the limit: more accounts may be new at execution. */
async function gasLimitOf({ rpc }: Chain): Promise<bigint> {
  const { gasLimit: blockGas } = await rpc.ask(newestBlock)
  const most = blockGas < MAX_GAS_A_TRANSACTION ? blockGas : MAX_GAS_A_TRANSACTION
  return (most * 4n) / 5n
}

async function gasOf(chain: Chain, multisig: string, calls: readonly Call[]): Promise<bigint[]> {
  if (calls.length === 1) return [0n]
  const blockNumber = await chain.rpc.ask(headNumber)
  const gas: bigint[] = []
  for (let at = 0; at < calls.length; at += CALLS_A_RUN) {
    const part = calls.slice(at, at + CALLS_A_RUN)
    const found = await runCalls(chain, multisig, part, blockNumber)
    const run = typeof found === 'string' ? null : found
    gas.push(...part.map((call, index) => gasWithin(call, run?.[index]?.gasUsed)))
  }
  return gas
}

/** Gas that a call adds to a batch. @param gasUsed by the call alone, if known. */
function gasWithin({ valueWei }: Call, gasUsed: bigint | undefined): bigint {
  const own = gasUsed === undefined ? GAS_UNMEASURED : gasUsed - GAS_A_TRANSACTION
  return own + (valueWei > 0n ? GAS_A_PAYMENT : 0n) + GAS_A_CALL
}
