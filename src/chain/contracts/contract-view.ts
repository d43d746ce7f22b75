import { textFacts, textTable } from '../../primitives/text-table.ts'
import type { View } from '../../primitives/view.ts'
import type { Deployment } from '../deployments.ts'
import type { Plan } from '../plan/plan.ts'
import { planJson } from '../plan/plan-json.ts'
import { planText } from '../plan/plan-view.ts'
import type { PlannedDeployment } from './deploy-by-contract.ts'
import type { DeployedContract } from './deploy-contract.ts'
import type { Ownership } from './ownership.ts'
import type { PreparedContract } from './prepared-contract.ts'
import type { ContractState } from './show-contract.ts'

export function plannedContractView({ name, args }: PreparedContract, plan: Plan): View {
  return {
    json: { name, args: argsJson(args), planned: true, plans: planJson(plan) },
    text: `Planned, and nothing was sent: ${name}.\n${planText(plan)}`,
  }
}

/** The deployment that another contract would carry out. */
export function plannedDeploymentView(
  contract: PreparedContract,
  { address, plan }: PlannedDeployment,
): View {
  const { json, text } = plannedContractView(contract, plan)
  return { json: { ...json, address }, text: `${text}\n${textFacts([['address', address]])}` }
}

export function ownershipView({ plan, ...ownership }: Ownership): View {
  const { contract, owner, pendingOwner, transactionHash } = ownership
  if (plan) {
    return {
      json: { ...ownership, planned: true, plans: planJson(plan) },
      text: `Planned, and nothing was sent.\n${planText(plan)}`,
    }
  }
  return {
    json: ownership,
    text: textFacts([
      ['contract', contract],
      ['owned by', owner],
      ...(pendingOwner === null ? [] : ([['offered to', pendingOwner]] as const)),
      transactionHash === null ? ['state', 'already so'] : ['transaction', transactionHash],
    ]),
  }
}

export function deployedContractView(
  { args }: PreparedContract,
  { constructorArgs: _, ...deployed }: DeployedContract,
): View {
  const { name, address, transactionHash, codeHash, alreadyDone } = deployed
  return {
    json: { ...deployed, args: argsJson(args) },
    text: textFacts([
      [alreadyDone ? 'already deployed' : 'deployed', name],
      ['address', address],
      ['transaction', transactionHash],
      ['code hash', codeHash],
    ]),
  }
}

export function contractsView(chainId: number, contracts: readonly Deployment[]): View {
  return {
    json: { chainId, contracts },
    text:
      contracts.length === 0
        ? `This home has deployed no contracts on chain id ${chainId}.`
        : textTable(
            ['contract', 'address', 'block', 'transaction'],
            contracts.map(({ name, address, blockNumber, transactionHash }) => [
              name,
              address,
              String(blockNumber),
              transactionHash,
            ]),
          ),
  }
}

/** Changed code is exit 7. */
export function contractView({
  deployment,
  args,
  currentCodeHash,
  isUnchanged,
}: ContractState): View {
  const { constructorArgs, ...facts } = deployment
  const json = { ...facts, args: args && argsJson(args), currentCodeHash, isUnchanged }
  const text = textFacts([
    ['contract', facts.name],
    ['address', facts.address],
    ['chain id', String(facts.chainId)],
    ['transaction', facts.transactionHash],
    ['block', String(facts.blockNumber)],
    ['code hash', facts.codeHash],
    ['on chain', isUnchanged ? 'the same' : currentCodeHash],
    ...(args ?? []).map(({ name, value }) => [name, value] as const),
  ])
  return { json, text, ...(isUnchanged ? {} : { finding: 'mismatch' as const }) }
}

function argsJson(args: readonly { name: string; value: string }[]): Record<string, string> {
  return Object.fromEntries(args.map(({ name, value }) => [name, value]))
}
