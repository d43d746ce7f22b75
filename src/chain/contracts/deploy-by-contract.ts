// Deploys for a multisig, which can only call, through the deterministic deployer. The address of the
// new contract is known beforehand, and the contract is found again by it.

import { hexToBytes } from '../../primitives/hex.ts'
import { keccak256Hex } from '../../primitives/keccak.ts'
import type { Chain } from '../chain.ts'
import type { Deployment } from '../deployments.ts'
import { codeAt, NO_CODE } from '../rpc/accounts.ts'
import type { Intent, Plan } from '../transactions/transactions.ts'
import { creationUnknown } from './contract-errors.ts'
import { findCreation } from './creation.ts'
import type { DeployedContract, DeployTools } from './deploy-contract.ts'
import {
  assertDeployer,
  DEPLOYER,
  deployedAddress,
  deployerCall,
} from './deterministic-deployer.ts'
import type { PreparedContract } from './prepared-contract.ts'
import { assertContract } from './read-back.ts'

/** The call by which a contract deploys another one. */
export interface PlannedDeployment {
  /** Address of the new contract, EIP-55. */
  readonly address: string
  readonly plan: Plan
}

/**
 * Once the contract is on the chain, reads it back and records it; until then, plans the call that
 * deploys it.
 * @throws CONTRACT_DEPLOYER_MISSING, CONTRACT_MISMATCH, CONTRACT_CREATION_UNKNOWN
 */
export async function deployByContract(
  contract: PreparedContract,
  { chain, transactions, deployments }: Pick<DeployTools, 'chain' | 'transactions' | 'deployments'>,
): Promise<DeployedContract | PlannedDeployment> {
  const address = deployedAddress({ initCode: contract.data })
  if ((await chain.rpc.ask(codeAt(address, 'latest'))) !== NO_CODE) {
    const recorded = await deployments.find(Number(chain.chainId), address)
    const deployment = recorded ?? (await readCreated(contract, address, chain))
    if (!recorded) await deployments.record(deployment)
    return { ...deployment, alreadyDone: true }
  }
  await assertDeployer(chain)
  return { address, plan: await transactions.plan([intentOf(contract)]) }
}

function intentOf({ name, artifact, data }: PreparedContract): Intent {
  return {
    description: `deploy the contract ${name}`,
    idempotencyKey: `contract deploy ${name} ${keccak256Hex(hexToBytes(data))}`,
    to: DEPLOYER,
    data: deployerCall({ initCode: data }),
    valueWei: 0n,
    abi: artifact.abi,
  }
}

async function readCreated(
  contract: PreparedContract,
  address: string,
  chain: Chain,
): Promise<Deployment> {
  const { blockNumber, transactionHash } = await findCreation(chain, address, contract.data)
  if (transactionHash === null) throw creationUnknown(address)
  return {
    ...{ blockNumber, transactionHash },
    name: contract.name,
    address,
    chainId: Number(chain.chainId),
    codeHash: await assertContract(chain, contract, address, blockNumber),
    constructorArgs: contract.args.map(({ value }) => value),
  }
}
