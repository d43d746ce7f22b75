import { connectChain } from '../../src/chain/chain.ts'
import { headNumber } from '../../src/chain/rpc/blocks.ts'
import { readLockContract, readLocks } from '../../src/swap/contracts/lock-contract.ts'
import { AttestationFolder } from '../../src/swap/files/attestation-folder.ts'
import { attestationMessage } from '../../src/swap/rules/attestation.ts'
import type { TestChain } from './chain.ts'
import { devnetProfile } from './engine.ts'
import { walletSigner } from './wallet-signer.ts'

/** A relayer's attestation of the release of every lock, as if its files had come by mail. */
export async function attestReleases(
  { chainId, rpcUrl }: TestChain,
  lockContract: string,
  privateKey: string,
  folder: string,
): Promise<void> {
  const chain = await connectChain({ ...devnetProfile([rpcUrl]), chainId })
  const signer = walletSigner(privateKey)
  const attestations = new AttestationFolder(folder)
  const at = await chain.rpc.ask(headNumber)
  const { lockCount } = await readLockContract(chain, lockContract, at)
  const nonces = Array.from({ length: lockCount }, (_, nonce) => nonce)
  for (const { lock } of await readLocks(chain, lockContract, nonces, at)) {
    const { domain, types, value } = attestationMessage('release', lock)
    const signature = await signer.signTypedData(domain, types, value)
    await attestations.publish({ kind: 'release', lock, relayer: signer.address, signature })
  }
  chain.rpc.close()
}
