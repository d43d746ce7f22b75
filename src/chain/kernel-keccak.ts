import { keccak256 as ethersKeccak } from 'ethers'
import { keccak256 } from '../primitives/keccak.ts'

/**
 * Makes ethers hash with capstan's kernel, which is several times faster: ethers hashes every address
 * it reads or writes.
 */
export function useKernelKeccak(): void {
  ethersKeccak.register((bytes) => keccak256(bytes))
}
