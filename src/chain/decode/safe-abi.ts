// Functions and events of a Safe 1.3.0 or 1.4.1 (Safe.sol and its managers).

export const SAFE_FUNCTIONS = [
  'function execTransaction(address to, uint256 value, bytes data, uint8 operation, uint256 safeTxGas, uint256 baseGas, uint256 gasPrice, address gasToken, address refundReceiver, bytes signatures) payable returns (bool)',
  'function approveHash(bytes32 hashToApprove)',
  'function addOwnerWithThreshold(address owner, uint256 threshold)',
  'function removeOwner(address prevOwner, address owner, uint256 threshold)',
  'function swapOwner(address prevOwner, address oldOwner, address newOwner)',
  'function changeThreshold(uint256 threshold)',
  'function enableModule(address module)',
  'function disableModule(address prevModule, address module)',
  'function setGuard(address guard)',
  'function setFallbackHandler(address handler)',
] as const

/** 1.4.1 indexes what 1.3.0 does not; an upgraded Safe has logs of both. */
export const SAFE_EVENTS = {
  '1.3.0': [
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
  ],
  '1.4.1': [
    'event ExecutionSuccess(bytes32 indexed txHash, uint256 payment)',
    'event ExecutionFailure(bytes32 indexed txHash, uint256 payment)',
    'event AddedOwner(address indexed owner)',
    'event RemovedOwner(address indexed owner)',
    'event EnabledModule(address indexed module)',
    'event DisabledModule(address indexed module)',
    'event ChangedGuard(address indexed guard)',
    'event ChangedFallbackHandler(address indexed handler)',
  ],
} as const
