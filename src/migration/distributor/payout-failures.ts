import type { Chain } from '../../chain/chain.ts'
import { decodeRevert, revertData } from '../../chain/decode/decode-revert.ts'
import { tokenCall } from '../../chain/erc20/erc20.ts'
import { type CallMessage, callAt } from '../../chain/rpc/calls.ts'
import type { RpcAnswer } from '../../chain/rpc/rpc.ts'
import { checksumAddress } from '../../primitives/address.ts'
import type { AllocationTable } from '../tree/allocation-table.ts'
import type { DistributorDeployment } from './deployment.ts'

/** A leaf that could not be paid by push. It stays claimable. */
export interface FailedPayout {
  readonly index: number
  /** EIP-55. */
  readonly account: string
  readonly reason: string
}

/** Gas that the contract gives a recipient of native coin, with the stipend. */
const RECIPIENT_GAS = 10_000n + 2_300n
/** `eth_call` charges the call itself (21,000) but not the value and the new account. */
const CALL_GAS = 21_000n
/** Each reason costs a call to the node; nobody reads more than this. */
const MAX_ASKED = 200
const UNKNOWN = 'refused the payment'

/**
 * Asks the node why each of these leaves cannot be paid; the contract itself does not record it.
 */
export async function explainFailures(
  { rpc }: Chain,
  { distributor, asset }: Pick<DistributorDeployment, 'distributor' | 'asset'>,
  allocations: AllocationTable,
  indexes: readonly number[],
): Promise<FailedPayout[]> {
  const asked = indexes.slice(0, MAX_ASKED)
  const answers = await rpc.batch(
    asked.map((index) => callAt(payment(distributor, asset, allocations, index), 'latest')),
  )
  return Promise.all(
    indexes.map(async (index, at) => ({
      index,
      account: checksumAddress(allocations.account(index)),
      reason: await reasonOf(answers[at]),
    })),
  )
}

function payment(
  from: string,
  asset: string,
  allocations: AllocationTable,
  index: number,
): CallMessage {
  const to = allocations.account(index)
  const amount = allocations.amountBaseUnits(index)
  if (asset !== 'native') {
    return { from, to: asset, data: tokenCall('transfer', to, amount) }
  }
  return { from, to, value: amount, gas: CALL_GAS + RECIPIENT_GAS }
}

async function reasonOf(answer: RpcAnswer | undefined): Promise<string> {
  if (!answer || 'result' in answer) return UNKNOWN
  const data = revertData(answer.error)
  if (data !== null) return `reverted: ${(await decodeRevert(data)).text}`
  return String(answer.error.details.rpcMessage) || UNKNOWN
}
