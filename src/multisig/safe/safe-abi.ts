import { Interface, type LogDescription } from 'ethers'
import type { ContractLog } from '../../chain/contract-logs.ts'

/** What capstan calls, the same in both releases. */
export const SAFE_ABI = [
  'function VERSION() view returns (string)',
  'function getOwners() view returns (address[])',
  'function getThreshold() view returns (uint256)',
  'function nonce() view returns (uint256)',
  'function getModulesPaginated(address start, uint256 pageSize) view returns (address[] modules, address next)',
  'function approvedHashes(address owner, bytes32 hash) view returns (uint256)',
  'function getTransactionHash(address to, uint256 value, bytes data, uint8 operation, uint256 safeTxGas, uint256 baseGas, uint256 gasPrice, address gasToken, address refundReceiver, uint256 nonce) view returns (bytes32)',
  'function execTransaction(address to, uint256 value, bytes data, uint8 operation, uint256 safeTxGas, uint256 baseGas, uint256 gasPrice, address gasToken, address refundReceiver, bytes signatures) payable returns (bool)',
  'function approveHash(bytes32 hashToApprove)',
] as const

export const SAFE = new Interface(SAFE_ABI)

/** 1.4.1 has indexed what 1.3.0 has not; a Safe that was upgraded has logs of both. */
const EVENTS = [
  new Interface([
    'event ExecutionSuccess(bytes32 txHash, uint256 payment)',
    'event ExecutionFailure(bytes32 txHash, uint256 payment)',
    'event ApproveHash(bytes32 indexed approvedHash, address indexed owner)',
    'event AddedOwner(address owner)',
    'event RemovedOwner(address owner)',
    'event ChangedThreshold(uint256 threshold)',
    'event EnabledModule(address module)',
    'event DisabledModule(address module)',
    'event ChangedGuard(address guard)',
    'event ChangedFallbackHandler(address handler)',
    'event ExecutionFromModuleSuccess(address indexed module)',
    'event ExecutionFromModuleFailure(address indexed module)',
    'event SafeSetup(address indexed initiator, address[] owners, uint256 threshold, address initializer, address fallbackHandler)',
    'event SafeReceived(address indexed sender, uint256 value)',
    'event SignMsg(bytes32 indexed msgHash)',
  ]),
  new Interface([
    'event ExecutionSuccess(bytes32 indexed txHash, uint256 payment)',
    'event ExecutionFailure(bytes32 indexed txHash, uint256 payment)',
    'event AddedOwner(address indexed owner)',
    'event RemovedOwner(address indexed owner)',
    'event EnabledModule(address indexed module)',
    'event DisabledModule(address indexed module)',
    'event ChangedGuard(address indexed guard)',
    'event ChangedFallbackHandler(address indexed handler)',
  ]),
]

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
