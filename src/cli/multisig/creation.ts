import { codeHashAt, Deployments } from '../../chain/deployments.ts'
import type { Creation, NewMultisig } from '../../multisig/graded/create-multisig.ts'
import type { SendSession } from '../frame/send-session.ts'
import { knownMultisigs } from './tools.ts'

/** This home knows the multisigs it made, and what their recipients are called. */
export async function rememberCreation(
  session: SendSession,
  { owners, policy, name }: NewMultisig,
  { multisig, outcome }: Creation,
): Promise<void> {
  if (multisig === null || outcome === null) return
  const chain = await session.chain()
  const chainId = Number(chain.chainId)
  const deployments = await Deployments.open(await session.database())
  await deployments.record({
    ...{ name: 'multisig', address: multisig, chainId },
    transactionHash: outcome.hash,
    blockNumber: outcome.blockNumber,
    codeHash: await codeHashAt(chain, multisig),
    constructorArgs: owners.map(({ address, weight }) => `${address}:${weight}`),
  })
  const known = await knownMultisigs(session)
  await known.remember({ chainId, address: multisig, driver: 'graded', name })
  for (const { address, name: recipient } of policy.listings) {
    if (recipient !== null) await known.nameRecipient({ chainId, multisig }, address, recipient)
  }
}
