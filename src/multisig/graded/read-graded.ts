// The state of a GradedMultisig at one block, with its whole policy.

import type { Chain } from '../../chain/chain.ts'
import type { Owner } from '../driver.ts'
import {
  type KnownCall,
  LIST_STATUSES,
  type Listing,
  type ListStatus,
  type MultisigPolicy,
} from '../policy/policy.ts'
import { askGraded, GRADED, type GradedBlock, gradedAt } from './graded-contract.ts'
import { gradedLogs } from './graded-logs.ts'
import {
  type AssetRuleStruct,
  assetRuleOf,
  type ClassRuleStruct,
  classesOf,
} from './policy-struct.ts'

export interface GradedMultisig extends GradedBlock {
  /** EIP-55. */
  readonly address: string
  /** Sorted by address. */
  readonly owners: readonly Owner[]
  readonly totalWeight: number
  readonly policy: MultisigPolicy
  /** Amount counted towards the daily limit of each asset now, in the order of the policy's assets. */
  readonly spentBaseUnits: readonly bigint[]
}

/** @throws MULTISIG_MISSING, MULTISIG_FOREIGN */
export async function readGraded(chain: Chain, address: string): Promise<GradedMultisig> {
  const at = await gradedAt(chain, address)
  const [members, classes, assets, cancelWeight, suspectDelay] = (await askGraded(
    chain,
    address,
    at.blockNumber,
    ['members', 'classRules', 'assetRules', 'cancelWeight', 'suspectDelay'].map((view) => ({
      view,
    })),
  )) as [readonly MemberStruct[], ClassRuleStruct[], AssetRuleStruct[], bigint, bigint]
  const spent = await askGraded(
    chain,
    address,
    at.blockNumber,
    assets.map(({ asset }) => ({ view: 'spentWithinDay', args: [asset] })),
  )
  const owners = ownersOf(members)
  return {
    ...at,
    address,
    owners,
    totalWeight: owners.reduce((sum, { weight }) => sum + weight, 0),
    policy: {
      classes: classesOf(classes) as MultisigPolicy['classes'],
      assets: assets.map(assetRuleOf),
      ...(await readLists(chain, address, at.blockNumber)),
      cancelWeight: Number(cancelWeight),
      suspectDelaySeconds: Number(suspectDelay),
    },
    spentBaseUnits: spent as bigint[],
  }
}

interface MemberStruct {
  readonly account: string
  readonly weight: bigint
}

export function ownersOf(members: readonly MemberStruct[]): Owner[] {
  return members
    .map(({ account, weight }) => ({ address: account, weight: Number(weight) }))
    .sort((a, b) => (a.address < b.address ? -1 : 1))
}

/** Reads listings and known calls from events; the contract has no list of them. */
async function readLists(
  { rpc }: Chain,
  address: string,
  toBlock: number,
): Promise<Pick<MultisigPolicy, 'listings' | 'knownCalls'>> {
  const statuses = new Map<string, ListStatus>()
  const calls = new Map<string, KnownCall | null>()
  const events = ['StandingChanged', 'KnownCallChanged']
  for await (const log of gradedLogs({ rpc }, { multisig: address, events, toBlock })) {
    const event = GRADED.parseLog({ topics: [...log.topics], data: log.data })
    if (event?.name === 'StandingChanged') {
      const [account, status] = event.args as unknown as [string, bigint]
      // Newest first: an entry that exists is newer.
      if (!statuses.has(account)) statuses.set(account, LIST_STATUSES[Number(status)] ?? 'none')
    }
    if (event?.name === 'KnownCallChanged') {
      const [target, selector, known] = event.args as unknown as [string, string, boolean]
      const name = `${target} ${selector}`
      if (!calls.has(name)) calls.set(name, known ? { target, selector } : null)
    }
  }
  return {
    listings: [...statuses].flatMap(([account, status]): Listing[] =>
      status === 'none' ? [] : [{ address: account, status, name: null }],
    ),
    knownCalls: [...calls.values()].filter((call) => call !== null),
  }
}
