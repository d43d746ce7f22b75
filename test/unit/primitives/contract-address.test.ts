import { describe, expect, it } from 'vitest'
import { contractAddress } from '../../../src/primitives/contract-address.ts'

describe('the address of a contract', () => {
  // Known answers: the first deployments of the account that Hardhat and Foundry fund first (in the
  // documentation of both), and https://ethereum.stackexchange.com/a/761.
  it.each([
    ['0xf39Fd6e51aad88F6F4ce6aB8827279cffFb92266', 0, '0x5FbDB2315678afecb367f032d93F642f64180aa3'],
    ['0xf39Fd6e51aad88F6F4ce6aB8827279cffFb92266', 1, '0xe7f1725E7734CE288F8367e1Bb143E90bb3F0512'],
    ['0x6ac7ea33f8831ea9dcc53393aaa88b25a785dbf0', 0, '0xcd234A471b72ba2F1Ccf0A70FCABA648a5eeCD8d'],
    ['0x6ac7ea33f8831ea9dcc53393aaa88b25a785dbf0', 1, '0x343c43A37D37dfF08AE8C4A11544c718AbB4fCF8'],
  ])('of %s, nonce %i', (deployer, nonce, address) => {
    expect(contractAddress(deployer, nonce)).toBe(address)
  })
})
