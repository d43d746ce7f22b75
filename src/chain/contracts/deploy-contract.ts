import { hexToBytes } from '../../primitives/hex.ts'
import { keccak256Hex } from '../../primitives/keccak.ts'
import type { Deployment, Deployments } from '../deployments.ts'
import type { SendingTools } from '../transactions/tools.ts'
import type { Intent, Plan } from '../transactions/transactions.ts'
import { CONTRACT_NAMES, commandThatDeploys, contractArtifact } from './catalogue.ts'
import {
  argumentText,
  constructorArguments,
  namedValues,
  parametersOf,
} from './constructor-args.ts'
import { contractHasItsCommand, contractNameUnknown } from './contract-errors.ts'
import type { PreparedContract } from './prepared-contract.ts'
import { assertContract } from './read-back.ts'

/** What deploying needs. */
export interface DeployTools extends SendingTools {
  readonly deployments: Deployments
}

export interface DeployedContract extends Deployment {
  /** True if an earlier run deployed it. */
  readonly alreadyDone: boolean
}

/**
 * Finds a contract by its name and checks the arguments. Needs no network.
 * @param given `name=value` texts.
 * @throws CONTRACT_UNKNOWN, CONTRACT_HAS_ITS_COMMAND, CONTRACT_ARG_MALFORMED, CONTRACT_ARG_REPEATED
 *   and as `constructorArguments` does
 */
export async function prepareContract(
  name: string,
  given: readonly string[],
): Promise<PreparedContract> {
  const command = commandThatDeploys(name)
  if (command !== undefined) throw contractHasItsCommand(name, command)
  const [{ Interface }, artifact] = await Promise.all([import('ethers'), contractArtifact(name)])
  if (!artifact) throw contractNameUnknown(name, CONTRACT_NAMES)
  const contract = new Interface(artifact.abi as string[])
  const { inputs } = contract.deploy
  const values = constructorArguments(inputs, namedValues(given))
  const texts = values.flatMap((value, index) =>
    inputs[index]?.components ? (value as typeof values).map(argumentText) : [argumentText(value)],
  )
  const args = parametersOf(inputs).map((one, index) => ({ ...one, value: texts[index] as string }))
  const data = artifact.bytecode + contract.encodeDeploy(values).slice(2)
  return { name, artifact, inputs, data, args }
}

/** What deploying would send. @throws as planning does */
export function planContract(contract: PreparedContract, tools: DeployTools): Promise<Plan> {
  return tools.transactions.plan([intentOf(contract, tools)])
}

/**
 * Deploys a contract once per account and arguments, reads it back and records it.
 * @throws CONTRACT_MISMATCH if the contract on chain is not the one that was sent; and as sending does
 */
export async function deployContract(
  contract: PreparedContract,
  tools: DeployTools,
): Promise<DeployedContract> {
  const { chain, transactions, deployments } = tools
  const outcome = await transactions.send(intentOf(contract, tools))
  const address = outcome.contractAddress as string
  const { alreadyDone } = outcome
  const recorded = await deployments.find(Number(chain.chainId), address)
  // It was read back when it was new; since then, its owner may have changed.
  if (alreadyDone && recorded?.transactionHash === outcome.hash) return { ...recorded, alreadyDone }
  const deployment: Deployment = {
    name: contract.name,
    address,
    chainId: Number(chain.chainId),
    transactionHash: outcome.hash,
    blockNumber: outcome.blockNumber,
    codeHash: await assertContract(chain, contract, address, outcome.blockNumber),
    constructorArgs: contract.args.map(({ value }) => value),
  }
  await deployments.record(deployment)
  return { ...deployment, alreadyDone }
}

function intentOf({ name, artifact, data }: PreparedContract, { sender }: DeployTools): Intent {
  return {
    description: `deploy the contract ${name}`,
    idempotencyKey: `contract deploy ${name} ${sender} ${keccak256Hex(hexToBytes(data))}`,
    to: null,
    data,
    valueWei: 0n,
    abi: artifact.abi,
  }
}
