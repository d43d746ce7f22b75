import { parseAddress } from '../../primitives/address.ts'
import type { Owner } from '../driver.ts'
import { policyCall } from '../graded/policy-call.ts'
import { type GradedMultisig, readGraded } from '../graded/read-graded.ts'
import { parseName } from '../multisig-name.ts'
import type { MultisigTools } from '../tools.ts'
import { expiryOf, type WrittenProposals, writeProposals } from '../write-proposals.ts'
import { totalWeightOf } from './members.ts'
import { type ListStatus, NO_CHANGE, type PolicyChange } from './policy.ts'
import { changesNothing, policyDifference } from './policy-change.ts'
import { policyUnchanged } from './policy-errors.ts'
import { readPolicy } from './read-policy.ts'

/** Where to write a proposal that changes the policy. */
export interface PolicyProposal {
  readonly out: string
  readonly expires?: string | undefined
}

/** A multisig with its policy; recipients have the names of this home. */
export async function currentPolicy({
  chain,
  driver,
  known,
}: MultisigTools): Promise<GradedMultisig> {
  const state = await readGraded(chain, driver.multisig)
  const names = await known.recipientNames(Number(chain.chainId), driver.multisig)
  const listings = state.policy.listings.map((one) => ({
    ...one,
    name: names.get(one.address) ?? null,
  }))
  return { ...state, policy: { ...state.policy, listings } }
}

/** Proposes the policy of a file, and the owners of `members`. */
export async function proposePolicy(
  tools: MultisigTools,
  target: PolicyProposal,
  {
    policy: file,
    members,
  }: { readonly policy?: string | undefined; readonly members: readonly Owner[] },
): Promise<WrittenProposals> {
  const now = await currentPolicy(tools)
  const totalWeight = totalWeightOf(ownersAfter(now.owners, members))
  const after = file === undefined ? now.policy : await readPolicy(file, totalWeight)
  const change = {
    ...policyDifference(now.policy, after),
    members: changedOwners(now.owners, members),
  }
  return proposeChange(tools, target, change)
}

/** Proposes a list status for one address, and remembers its name in this home. */
export async function proposeListStatus(
  tools: MultisigTools,
  target: PolicyProposal,
  listed: {
    readonly address: string
    readonly status: ListStatus
    readonly name?: string | undefined
  },
): Promise<WrittenProposals> {
  const address = parseAddress(listed.address)
  const { status } = listed
  const name = listed.name === undefined ? undefined : parseName(listed.name)
  const proposed = await proposeChange(tools, target, {
    ...NO_CHANGE,
    listings: [{ address, status }],
  })
  if (name !== undefined) {
    const { chain, driver, known } = tools
    const chainId = Number(chain.chainId)
    await known.nameRecipient({ chainId, multisig: driver.multisig }, address, name)
  }
  return proposed
}

async function proposeChange(
  tools: MultisigTools,
  { out, expires }: PolicyProposal,
  change: PolicyChange,
): Promise<WrittenProposals> {
  if (changesNothing(change)) throw policyUnchanged(tools.driver.multisig)
  const calls = [await policyCall(tools.driver.multisig, change)]
  const expiresAtSeconds = expiryOf(expires, tools.now)
  return writeProposals(tools, [{ calls, expiresAtSeconds }], out)
}

function ownersAfter(owners: readonly Owner[], members: readonly Owner[]): Owner[] {
  const after = new Map([...owners, ...members].map(({ address, weight }) => [address, weight]))
  return [...after].map(([address, weight]) => ({ address, weight }))
}

function changedOwners(owners: readonly Owner[], members: readonly Owner[]): Owner[] {
  const before = new Map(owners.map(({ address, weight }) => [address, weight]))
  return members.filter(({ address, weight }) => (before.get(address) ?? 0) !== weight)
}
