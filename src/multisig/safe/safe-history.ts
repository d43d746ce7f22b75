import type { Chain } from '../../chain/chain.ts'
import { logsBackwards } from '../../chain/contracts/logs.ts'
import type { ContractLog } from '../../chain/rpc/logs.ts'
import type { HistoryEntry } from '../driver.ts'
import { readSafe } from './read-safe.ts'
import { safeEvent } from './safe-abi.ts'

/** Names of the arguments that name a proposal, by event. */
const DIGESTS: Readonly<Record<string, string>> = {
  ExecutionSuccess: 'txHash',
  ExecutionFailure: 'txHash',
  ApproveHash: 'approvedHash',
}

/** The events of a Safe since its creation, oldest first. */
export async function safeHistory(chain: Chain, address: string): Promise<HistoryEntry[]> {
  const { blockNumber } = await readSafe(chain, address)
  const entries: HistoryEntry[] = []
  for await (const log of logsBackwards(chain.rpc, { address }, { from: 0, to: blockNumber })) {
    const entry = entryOf(log)
    if (entry) entries.push(entry)
    if (entry?.event === 'SafeSetup') break
  }
  return entries.reverse()
}

/** Undefined for redundant events: the L2 edition emits everything twice. */
function entryOf(log: ContractLog): HistoryEntry | undefined {
  const event = safeEvent(log)
  if (!event) return undefined
  const digestName = DIGESTS[event.name]
  const details = event.fragment.inputs.flatMap(({ name }, index) =>
    name === digestName || name === 'payment' ? [] : [[name, String(event.args[index])] as const],
  )
  return {
    blockNumber: log.blockNumber,
    transactionHash: log.transactionHash,
    event: event.name,
    digest: digestName === undefined ? null : String(event.args.getValue(digestName)),
    details: Object.fromEntries(details),
  }
}
