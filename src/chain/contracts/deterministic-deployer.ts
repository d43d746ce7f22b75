// The deterministic deployment proxy: one contract, at the same address on every chain that has it,
// which deploys (CREATE2) the code it is called with. https://github.com/Arachnid/deterministic-deployment-proxy

import { checksumAddress } from '../../primitives/address.ts'
import { bytesToHex, hexToBytes } from '../../primitives/hex.ts'
import { keccak256 } from '../../primitives/keccak.ts'
import type { Chain } from '../chain.ts'
import { codeAt } from '../rpc/accounts.ts'
import { deployerMissing } from './contract-errors.ts'

export const DEPLOYER = '0x4e59b44847b379578588920cA78FbF26c0B4956C'
/** Its exact runtime code. */
const DEPLOYER_CODE =
  '0x7fffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffe03601600081602082378035828234f58015156039578182fd5b8082525050506014600cf3'

const ADDRESS_BYTES = 20
const SALT_DIGITS = 64
/** Without a salt, a chain has one contract of the same code and arguments. */
const NO_SALT = '0'.repeat(SALT_DIGITS)

/** The code to deploy, and the salt that tells contracts of the same code apart. */
export interface Creatable {
  /** Creation code, `0x` hex, arguments included. */
  readonly initCode: string
  /** 32 bytes as hex without `0x`. */
  readonly salt?: string
}

/** Data of the call to the deployer. The value of the call goes to the new contract. */
export function deployerCall({ initCode, salt = NO_SALT }: Creatable): string {
  return `0x${salt}${initCode.slice(2)}`
}

/** The creation code in a call of the deployer, `0x` hex. */
export function initCodeOf(data: string): string {
  return `0x${data.slice(2 + SALT_DIGITS)}`
}

/** The address of the new contract (EIP-1014), EIP-55. */
export function deployedAddress({ initCode, salt = NO_SALT }: Creatable): string {
  const preimage = new Uint8Array([
    0xff,
    ...hexToBytes(DEPLOYER),
    ...hexToBytes(`0x${salt}`),
    ...keccak256(hexToBytes(initCode)),
  ])
  return checksumAddress(bytesToHex(keccak256(preimage).subarray(-ADDRESS_BYTES)))
}

/** @throws CONTRACT_DEPLOYER_MISSING if something else, or nothing, is at its address. */
export async function assertDeployer({ rpc, network }: Chain): Promise<void> {
  const code = await rpc.ask(codeAt(DEPLOYER, 'latest'))
  if (code !== DEPLOYER_CODE) throw deployerMissing(DEPLOYER, network.name)
}
