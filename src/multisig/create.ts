import { codeHashAt, type Deployments } from '../chain/deployments.ts'
import type { SendingTools } from '../chain/transactions/tools.ts'
import { type Creation, createMultisig, type NewMultisig } from './graded/create-multisig.ts'
import type { KnownMultisigs } from './known/known-multisigs.ts'

export interface CreateTools extends SendingTools {
  readonly deployments: Deployments
  readonly known: KnownMultisigs
}

/** Creates a multisig, and remembers it and the names of its recipients. @throws as sending does */
export async function create(
  tools: CreateTools,
  terms: NewMultisig,
  { dryRun }: { readonly dryRun: boolean },
): Promise<Creation> {
  const creation = await createMultisig(tools.transactions, terms, { dryRun })
  await rememberCreation(tools, terms, creation)
  return creation
}

async function rememberCreation(
  { chain, deployments, known }: CreateTools,
  { owners, policy, name }: NewMultisig,
  { multisig, outcome }: Creation,
): Promise<void> {
  if (multisig === null || outcome === null) return
  const chainId = Number(chain.chainId)
  await deployments.record({
    ...{ name: 'multisig', address: multisig, chainId },
    transactionHash: outcome.hash,
    blockNumber: outcome.blockNumber,
    codeHash: await codeHashAt(chain, multisig),
    constructorArgs: owners.map(({ address, weight }) => `${address}:${weight}`),
  })
  await known.remember({ chainId, address: multisig, driver: 'graded', name })
  for (const { address, name: recipient } of policy.listings) {
    if (recipient !== null) await known.nameRecipient({ chainId, multisig }, address, recipient)
  }
}
