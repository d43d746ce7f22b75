// Generated from test/contracts/hostile/Recipients.sol by src/scripts/contracts.mjs. Do not edit.

export const recordingRecipient = {
  contractName: 'RecordingRecipient',
  compiler: '0.8.37+commit.f401782d.Emscripten.clang',
  abi: [
    {"inputs":[],"name":"lastReceived","outputs":[{"internalType":"uint256","name":"","type":"uint256"}],"stateMutability":"view","type":"function"},
    {"stateMutability":"payable","type":"receive"},
  ],
  bytecode: '0x60806040526001600055348015601457600080fd5b5060578060226000396000f3fe60806040526004361060205760003560e01c80631b2961d614603157600080fd5b36602c57346000819055005b600080fd5b348015603c57600080fd5b50604560005481565b60405190815260200160405180910390f3',
  /** Zero where the constructor writes an immutable. */
  deployedBytecode: '0x60806040526004361060205760003560e01c80631b2961d614603157600080fd5b36602c57346000819055005b600080fd5b348015603c57600080fd5b50604560005481565b60405190815260200160405180910390f3',
  /** Where each immutable is a word of the deployed bytecode; immutables as declared. */
  immutableReferences: [],
} as const
