import type { Chain } from '../../chain/chain.ts'
import { logsBackwards } from '../../chain/contracts/logs.ts'
import { type ContractLog, isSamePlace } from '../../chain/rpc/logs.ts'
import { receiptOf } from '../../chain/rpc/receipts.ts'
import { topicsOf } from './graded-contract.ts'

/** Every constructor emits it, last of all. */
const [LAST_OF_CREATION = ''] = topicsOf('SuspectDelayChanged')

export interface GradedLogFilter {
  /** EIP-55. */
  readonly multisig: string
  /** Names of the events; all when absent. */
  readonly events?: readonly string[]
  readonly toBlock: number
}

/**
 * The logs of a multisig, newest first, down to the transaction that created it: providers limit
 * ranges, and there is nothing before that transaction.
 */
export async function* gradedLogs(
  { rpc }: Pick<Chain, 'rpc'>,
  { multisig, events, toBlock }: GradedLogFilter,
): AsyncGenerator<ContractLog> {
  const topics = events && [...topicsOf(...events), LAST_OF_CREATION]
  const filter = { address: multisig, ...(topics && { topics: [topics] }) }
  let last: Pick<ContractLog, 'transactionHash' | 'logIndex'> | undefined
  for await (const log of logsBackwards(rpc, filter, { from: 0, to: toBlock })) {
    const [topic = ''] = log.topics
    if (topic === LAST_OF_CREATION) last ??= await firstOfCreation(rpc, multisig, log, topics)
    yield log
    if (last && isSamePlace(log, last)) return
  }
}

/** Where the earliest wanted log of the creation stands; undefined if this is no creation. */
async function firstOfCreation(
  rpc: Chain['rpc'],
  multisig: string,
  { transactionHash }: ContractLog,
  topics: readonly string[] | undefined,
): Promise<Pick<ContractLog, 'transactionHash' | 'logIndex'> | undefined> {
  const receipt = await rpc.ask(receiptOf(transactionHash))
  if (receipt?.contractAddress?.toLowerCase() !== multisig.toLowerCase()) return undefined
  const wanted = receipt.logs.filter(({ topics: [topic = ''] }) => topics?.includes(topic) ?? true)
  const logIndex = Math.min(...wanted.map((one) => one.logIndex))
  return { logIndex, transactionHash }
}
