import type { Owner } from '../../multisig/driver.ts'
import { policyCall } from '../../multisig/graded/policy-call.ts'
import { type GradedMultisig, readGraded } from '../../multisig/graded/read-graded.ts'
import { parseName } from '../../multisig/multisig-name.ts'
import { totalWeightOf } from '../../multisig/policy/members.ts'
import { NO_CHANGE, type PolicyChange, type Standing } from '../../multisig/policy/policy.ts'
import { changesNothing, policyDifference } from '../../multisig/policy/policy-change.ts'
import { policyUnchanged } from '../../multisig/policy/policy-errors.ts'
import { readPolicy } from '../../multisig/policy/read-policy.ts'
import { parseAddress } from '../../primitives/address.ts'
import type { View } from '../../primitives/view.ts'
import type { SendSession } from '../frame/send-session.ts'
import { expiryOf, writeProposals } from './proposing.ts'
import { multisigTools } from './tools.ts'

/** Where a proposal that changes the policy goes. */
export interface PolicyProposal {
  readonly multisig: string
  readonly out: string
  readonly expires?: string | undefined
}

/** A multisig with its policy, its recipients by the names this home has. */
export async function currentPolicy(
  session: SendSession,
  multisig: string,
): Promise<GradedMultisig> {
  const { chain, driver, known } = await multisigTools(session, { driver: 'graded', multisig })
  const state = await readGraded(chain, driver.multisig)
  const names = await known.recipientNames(Number(chain.chainId), driver.multisig)
  const listings = state.policy.listings.map((one) => ({
    ...one,
    name: names.get(one.address) ?? null,
  }))
  return { ...state, policy: { ...state.policy, listings } }
}

/** Proposes that the policy becomes what a file says, and owners what `members` says. */
export async function proposePolicy(
  session: SendSession,
  target: PolicyProposal,
  {
    policy: file,
    members,
  }: { readonly policy?: string | undefined; readonly members: readonly Owner[] },
): Promise<View> {
  const now = await currentPolicy(session, target.multisig)
  const totalWeight = totalWeightOf(ownersAfter(now.owners, members))
  const after = file === undefined ? now.policy : await readPolicy(file, totalWeight)
  const change = {
    ...policyDifference(now.policy, after),
    members: changedOwners(now.owners, members),
  }
  return proposeChange(session, target, change)
}

/** Proposes another standing of one address, and remembers what this home calls it. */
export async function proposeStanding(
  session: SendSession,
  target: PolicyProposal,
  listed: {
    readonly address: string
    readonly standing: Standing
    readonly name?: string | undefined
  },
): Promise<View> {
  const address = parseAddress(listed.address)
  const { standing } = listed
  const name = listed.name === undefined ? undefined : parseName(listed.name)
  const view = await proposeChange(session, target, {
    ...NO_CHANGE,
    listings: [{ address, standing }],
  })
  if (name !== undefined) {
    const { chain, driver, known } = await multisigTools(session, { driver: 'graded', ...target })
    const chainId = Number(chain.chainId)
    await known.nameRecipient({ chainId, multisig: driver.multisig }, address, name)
  }
  return view
}

async function proposeChange(
  session: SendSession,
  { multisig, out, expires }: PolicyProposal,
  change: PolicyChange,
): Promise<View> {
  const tools = await multisigTools(session, { driver: 'graded', multisig })
  if (changesNothing(change)) throw policyUnchanged(multisig)
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
