import type { Chain } from '../../chain/chain.ts'
import { logsForwards } from '../../chain/contracts/logs.ts'
import type { BlockRange, ContractLog } from '../../chain/rpc/logs.ts'
import type { Lock } from '../rules/lock.ts'
import { unexpectedContract } from '../swap-errors.ts'
import { lockInterface } from './lock-contract.ts'

/** A `Locked` event. */
export interface LockedEvent {
  readonly lockId: string
  readonly facts: Pick<
    Lock,
    'sender' | 'recipient' | 'nonce' | 'amount' | 'releaseExpiry' | 'refundOpens'
  >
  readonly log: ContractLog
}

const TOPIC = lockInterface.getEvent('Locked')?.topicHash as string

/** The `Locked` events in a range of blocks. @throws SWAP_CONTRACT_FOREIGN */
export async function lockedEvents(
  { rpc }: Chain,
  address: string,
  range: BlockRange,
): Promise<LockedEvent[]> {
  const events: LockedEvent[] = []
  for await (const log of logsForwards(rpc, { address, topics: [TOPIC] }, range)) {
    const args = lockInterface.parseLog({ topics: [...log.topics], data: log.data })?.args
    if (!args) throw unexpectedContract('lock contract', address)
    const facts = {
      sender: args.sender as string,
      recipient: args.recipient as string,
      nonce: args.nonce as bigint,
      amount: args.amount as bigint,
      releaseExpiry: args.releaseExpiry as bigint,
      refundOpens: args.refundOpens as bigint,
    }
    events.push({ lockId: args.lockId as string, facts, log })
  }
  return events
}
