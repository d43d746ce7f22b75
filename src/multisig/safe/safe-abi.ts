import { Interface, type LogDescription } from 'ethers'
import { SAFE_EVENTS, SAFE_FUNCTIONS } from '../../chain/decode/safe-abi.ts'
import type { ContractLog } from '../../chain/rpc/logs.ts'

/** What capstan asks, the same in both releases. */
const VIEWS = [
  'function VERSION() view returns (string)',
  'function getOwners() view returns (address[])',
  'function getThreshold() view returns (uint256)',
  'function nonce() view returns (uint256)',
  'function getModulesPaginated(address start, uint256 pageSize) view returns (address[] modules, address next)',
  'function approvedHashes(address owner, bytes32 hash) view returns (uint256)',
  'function getTransactionHash(address to, uint256 value, bytes data, uint8 operation, uint256 safeTxGas, uint256 baseGas, uint256 gasPrice, address gasToken, address refundReceiver, uint256 nonce) view returns (bytes32)',
]

export const SAFE = new Interface([...VIEWS, ...SAFE_FUNCTIONS])

const EVENTS = Object.values(SAFE_EVENTS).map((events) => new Interface(events))

const [EVENTS_130] = EVENTS as [Interface]

export const EXECUTION_EVENTS = topicsOf('ExecutionSuccess', 'ExecutionFailure')

/** An event of a Safe by its name and arguments; null of one that is not known. */
export function safeEvent({ topics, data }: ContractLog): LogDescription | null {
  for (const events of EVENTS) {
    const fragment = events.getEvent(topics[0] ?? '')
    const indexed = fragment?.inputs.filter((input) => input.indexed).length
    if (indexed === topics.length - 1) return events.parseLog({ topics, data })
  }
  return null
}

function topicsOf(...names: readonly string[]): string[] {
  return names.map((name) => EVENTS_130.getEvent(name)?.topicHash as string)
}
