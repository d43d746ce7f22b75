import type { Chain } from '../chain.ts'
import { codeHashAt, type Deployment, type Deployments } from '../deployments.ts'
import { commandThatDeploys, contractArtifact } from './catalogue.ts'
import { parametersOf } from './constructor-args.ts'
import { deploymentUnknown } from './contract-errors.ts'
import type { NamedArgument } from './prepared-contract.ts'

/** A deployment, and the code at its address now. */
export interface ContractState {
  readonly deployment: Deployment
  /** Undefined if this capstan cannot name the arguments. */
  readonly args: readonly NamedArgument[] | undefined
  /** keccak256 of the code, 0x-lower. */
  readonly currentCodeHash: string
  readonly isUnchanged: boolean
}

/**
 * The newest deployment of a name, or the one at an address.
 * @throws CONTRACT_NOT_DEPLOYED
 */
export async function showContract(
  reference: string,
  { chain, deployments }: { readonly chain: Chain; readonly deployments: Deployments },
): Promise<ContractState> {
  const deployment = await deployments.find(Number(chain.chainId), reference)
  if (!deployment) throw deploymentUnknown(reference, chain.network.name)
  const [args, currentCodeHash] = await Promise.all([
    namedArguments(deployment),
    codeHashAt(chain, deployment.address),
  ])
  const isUnchanged = currentCodeHash === deployment.codeHash
  return { deployment, args, currentCodeHash, isUnchanged }
}

async function namedArguments({
  name,
  constructorArgs,
}: Deployment): Promise<NamedArgument[] | undefined> {
  // A command of its own records its arguments in its own way.
  if (commandThatDeploys(name) !== undefined) return undefined
  const [{ Interface }, artifact] = await Promise.all([import('ethers'), contractArtifact(name)])
  if (!artifact) return undefined
  const parameters = parametersOf(new Interface(artifact.abi as string[]).deploy.inputs)
  if (parameters.length !== constructorArgs.length) return undefined
  return parameters.map((one, index) => ({ ...one, value: constructorArgs[index] as string }))
}
