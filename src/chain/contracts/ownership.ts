// The owner of a contract offers it to another account, which then accepts. Until then the owner
// stays, so no contract goes to an address that nobody can use (OpenZeppelin's Ownable2Step).

import { Interface } from 'ethers'
import { parseAddress } from '../../primitives/address.ts'
import type { Chain } from '../chain.ts'
import { nonceAt } from '../rpc/accounts.ts'
import type { Intent, Plan } from '../transactions/transactions.ts'
import { deploymentUnknown, notOffered, notTheOwner, ownerFixed } from './contract-errors.ts'
import type { DeployTools } from './deploy-contract.ts'
import { readValues } from './views.ts'

const OWNABLE_ABI = [
  'function owner() view returns (address)',
  'function pendingOwner() view returns (address)',
  'function transferOwnership(address newOwner)',
  'function acceptOwnership()',
  'error OwnableUnauthorizedAccount(address account)',
]
const OWNABLE = new Interface(OWNABLE_ABI)
const NOBODY = '0x0000000000000000000000000000000000000000'

/** The ownership after the command, or as planned. Addresses are EIP-55. */
export interface Ownership {
  readonly contract: string
  readonly owner: string
  /** The account it is offered to, if any. */
  readonly pendingOwner: string | null
  /** Null when nothing was sent. */
  readonly transactionHash: string | null
  /** True if it was so before. */
  readonly alreadyDone: boolean
  readonly plan?: Plan
}

/**
 * Offers a contract to another owner.
 * @param reference name of a deployment, or an address.
 * @param to EIP-55; the zero address withdraws an offer.
 * @throws CONTRACT_NOT_DEPLOYED, OWNERSHIP_FIXED, OWNERSHIP_NOT_OWNER and what sending throws
 */
export async function transferOwnership(
  reference: string,
  to: string,
  tools: DeployTools,
  { dryRun }: { readonly dryRun: boolean },
): Promise<Ownership> {
  const contract = await contractOf(reference, tools)
  const now = await ownersOf(tools.chain, contract)
  const after = { contract, owner: now.owner, pendingOwner: to === NOBODY ? null : to }
  if (now.owner === to && now.pendingOwner === null) {
    return { ...after, pendingOwner: null, transactionHash: null, alreadyDone: true }
  }
  if (now.pendingOwner === after.pendingOwner) {
    return { ...after, transactionHash: null, alreadyDone: true }
  }
  if (now.owner !== tools.sender) throw notTheOwner(contract, now.owner, tools.sender)
  const data = OWNABLE.encodeFunctionData('transferOwnership', [to])
  const what =
    to === NOBODY
      ? `withdraw the offer of the ownership of ${contract}`
      : `offer the ownership of ${contract} to ${to}`
  return carryOut(after, await intentOf(tools, contract, what, data), tools, dryRun)
}

/**
 * Accepts an offered contract.
 * @param reference name of a deployment, or an address.
 * @throws CONTRACT_NOT_DEPLOYED, OWNERSHIP_FIXED, OWNERSHIP_NOT_OFFERED and what sending throws
 */
export async function acceptOwnership(
  reference: string,
  tools: DeployTools,
  { dryRun }: { readonly dryRun: boolean },
): Promise<Ownership> {
  const contract = await contractOf(reference, tools)
  const { owner, pendingOwner } = await ownersOf(tools.chain, contract)
  const after = { contract, owner: tools.sender, pendingOwner: null }
  if (pendingOwner !== tools.sender) {
    if (owner !== tools.sender) throw notOffered(contract, pendingOwner ?? 'nobody', tools.sender)
    return { ...after, pendingOwner, transactionHash: null, alreadyDone: true }
  }
  const data = OWNABLE.encodeFunctionData('acceptOwnership')
  const what = `accept the ownership of ${contract}`
  return carryOut(after, await intentOf(tools, contract, what, data), tools, dryRun)
}

async function carryOut(
  after: Pick<Ownership, 'contract' | 'owner' | 'pendingOwner'>,
  intent: Intent,
  { transactions }: DeployTools,
  dryRun: boolean,
): Promise<Ownership> {
  if (dryRun) {
    const plan = await transactions.plan([intent])
    return { ...after, transactionHash: null, alreadyDone: false, plan }
  }
  const { hash, alreadyDone } = await transactions.send(intent)
  return { ...after, transactionHash: hash, alreadyDone }
}

/** Ownership may return and leave again, so the key holds the next nonce. */
async function intentOf(
  { chain: { rpc }, sender }: DeployTools,
  contract: string,
  description: string,
  data: string,
): Promise<Intent> {
  const sent = await rpc.ask(nonceAt(sender, 'latest'))
  const idempotencyKey = `contract ownership ${contract} ${data} ${sender} ${sent}`
  return { description, idempotencyKey, to: contract, data, valueWei: 0n, abi: OWNABLE_ABI }
}

async function contractOf(reference: string, { chain, deployments }: DeployTools): Promise<string> {
  if (reference.startsWith('0x')) return parseAddress(reference, 'contract')
  const deployment = await deployments.find(Number(chain.chainId), reference)
  if (!deployment) throw deploymentUnknown(reference, chain.network.name)
  return deployment.address
}

async function ownersOf(chain: Chain, contract: string) {
  const ownable = { address: contract, abi: OWNABLE, unexpected: () => ownerFixed(contract) }
  const values = await readValues(chain, ownable, ['owner', 'pendingOwner'], 'latest')
  const { owner, pendingOwner } = values as { owner: string; pendingOwner: string }
  return { owner, pendingOwner: pendingOwner === NOBODY ? null : pendingOwner }
}
