import type { Chain } from '../../chain/chain.ts'
import { headNumber, newestBlock } from '../../chain/rpc/blocks.ts'
import type { Call } from '../proposal/proposal.ts'
import { runCalls } from '../proposal/simulate-proposal.ts'

/** No transaction of Ethereum may use more (EIP-7825). */
const MAX_GAS_A_TRANSACTION = 1n << 24n
/** A node runs each call as a transaction, and a contract makes it without paying for one. */
const GAS_A_TRANSACTION = 21_000n
/** What grading, signatures and a call's own reading add to it, above what it uses alone. */
const GAS_A_CALL = 12_000n
/** Of a call with coin, to an account that is new: only contracts pay for either. */
const GAS_A_PAYMENT = 9_000n + 25_000n
const GAS_A_PROPOSAL = 300_000n
/** Where a node cannot run the calls: a token transfer to a new holder, and some. */
const GAS_UNMEASURED = 80_000n
const CALLS_A_RUN = 100

/**
 * Cuts a long batch into proposals that each stay well under the gas a block has for one
 * transaction, in the order of the calls.
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

/** Four fifths of what fits: balances may be new by then. */
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

/** What a call adds to a batch. @param gasUsed by it alone, where that is known. */
function gasWithin({ valueWei }: Call, gasUsed: bigint | undefined): bigint {
  const own = gasUsed === undefined ? GAS_UNMEASURED : gasUsed - GAS_A_TRANSACTION
  return own + (valueWei > 0n ? GAS_A_PAYMENT : 0n) + GAS_A_CALL
}
