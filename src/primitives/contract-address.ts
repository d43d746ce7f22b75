import { checksumAddress } from './address.ts'
import { bytesToHex, hexToBytes } from './hex.ts'
import { keccak256 } from './keccak.ts'
import { encodeRlpList, rlpNumber } from './rlp.ts'

const ADDRESS_BYTES = 20

/**
 * Where the account's transaction with this nonce puts the contract it deploys, EIP-55: the end of
 * keccak256 over both (Ethereum yellow paper, section 7).
 * @param deployer `0x` and 40 hex characters.
 * @throws HEX_INVALID
 */
export function contractAddress(deployer: string, nonce: number): string {
  const hash = keccak256(encodeRlpList([hexToBytes(deployer), rlpNumber(nonce)]))
  return checksumAddress(bytesToHex(hash.subarray(-ADDRESS_BYTES)))
}
