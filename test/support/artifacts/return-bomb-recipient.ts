// Generated from test/contracts/hostile/Recipients.sol by src/scripts/contracts.mjs. Do not edit.

export const returnBombRecipient = {
  contractName: 'ReturnBombRecipient',
  compiler: '0.8.37+commit.f401782d.Emscripten.clang',
  abi: [
    {"stateMutability":"payable","type":"receive"},
  ],
  bytecode: '0x6080604052348015600f57600080fd5b50601480601d6000396000f3fe608060405236600f5761ea606000fd5b600080fd',
  /** Zero where the constructor writes an immutable. */
  deployedBytecode: '0x608060405236600f5761ea606000fd5b600080fd',
  /** Where each immutable is a word of the deployed bytecode; immutables as declared. */
  immutableReferences: [],
} as const
