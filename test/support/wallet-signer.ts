import { computeAddress } from 'ethers'
import { EvmSigner } from '../../src/keystore/evm/evm-signer.ts'
import { hexToBytes } from '../../src/primitives/hex.ts'

/** A signer over a key the test knows, with no store behind it. */
export function walletSigner(privateKey: string): EvmSigner {
  const identity = { name: 'test', address: computeAddress(privateKey) }
  return new EvmSigner(identity, async () => hexToBytes(privateKey))
}

/** The first accounts of the mnemonic every development node funds. */
export const FUNDED_KEYS = [
  '0xac0974bec39a17e36ba4a6b4d238ff944bacb478cbed5efcae784d7bf4f2ff80',
  '0x59c6995e998f97a5a0044966f0945389dc9e86dae88c7a8412f4603b6b78690d',
  '0x5de4111afa1a4b94908f83103eb1f1706367c2e68ca870fc3fb9a804cdab365a',
] as const
