// Generated from test/contracts/hostile/Recipients.sol by src/scripts/contracts.mjs. Do not edit.

export const gasBurningRecipient = {
  contractName: 'GasBurningRecipient',
  compiler: '0.8.37+commit.f401782d.Emscripten.clang',
  abi: [
    {"stateMutability":"payable","type":"receive"},
  ],
  bytecode: '0x6080604052348015600f57600080fd5b50608080601d6000396000f3fe608060405236601d575b60008081546015906022565b909155506009565b600080fd5b60007fffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff82036079577f4e487b7100000000000000000000000000000000000000000000000000000000600052601160045260246000fd5b506001019056',
  /** Zero where the constructor writes an immutable. */
  deployedBytecode: '0x608060405236601d575b60008081546015906022565b909155506009565b600080fd5b60007fffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff82036079577f4e487b7100000000000000000000000000000000000000000000000000000000600052601160045260246000fd5b506001019056',
  /** Where each immutable is a word of the deployed bytecode; immutables as declared. */
  immutableReferences: [],
} as const
