// Generated from test/contracts/hostile/Recipients.sol by src/scripts/contracts.mjs. Do not edit.

export const countingRecipient = {
  contractName: 'CountingRecipient',
  compiler: '0.8.37+commit.f401782d.Emscripten.clang',
  abi: [
    {"inputs":[],"name":"received","outputs":[{"internalType":"uint256","name":"","type":"uint256"}],"stateMutability":"view","type":"function"},
    {"stateMutability":"payable","type":"receive"},
  ],
  bytecode: '0x6080604052348015600f57600080fd5b5060bf80601d6000396000f3fe60806040526004361060205760003560e01c806383a6deb514603b57600080fd5b3660365760008081546030906061565b91829055005b600080fd5b348015604657600080fd5b50604f60005481565b60405190815260200160405180910390f35b60007fffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff820360b8577f4e487b7100000000000000000000000000000000000000000000000000000000600052601160045260246000fd5b506001019056',
  /** Zero where the constructor writes an immutable. */
  deployedBytecode: '0x60806040526004361060205760003560e01c806383a6deb514603b57600080fd5b3660365760008081546030906061565b91829055005b600080fd5b348015604657600080fd5b50604f60005481565b60405190815260200160405180910390f35b60007fffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff820360b8577f4e487b7100000000000000000000000000000000000000000000000000000000600052601160045260246000fd5b506001019056',
  /** Where each immutable is a word of the deployed bytecode; immutables as declared. */
  immutableReferences: [],
} as const
