// `tree.json`: what was built, from what, by which rules. With snapshot.csv anyone can build
// the same allocation again; the hashes of the tree are not kept, as they take a second to compute.

import { z } from 'zod'
import { Document } from '../../primitives/document.ts'
import { bytes32, count, digest, sumOfBaseUnits } from '../../primitives/fields.ts'
import { bySchema } from '../../primitives/format.ts'
import { treeMissing, treeUnreadable } from '../allocation/allocation-errors.ts'
import type { Buckets } from '../allocation/rules.ts'
import type { CampaignRules } from '../campaign/campaign.ts'

/** Types of a leaf, in the order they are encoded and hashed twice. */
const LEAF_ENCODING = ['uint256', 'address', 'uint256'] as const

export interface TreeFile {
  /** `0x` and 64 lower-case hex characters. */
  readonly root: string
  readonly leaves: number
  /** Sum of the allocations, in base units of the new asset. */
  readonly totalBaseUnits: bigint
  readonly symbol: string
  /** Of the new asset. */
  readonly decimals: number
  /** SHA-256 of allocation.csv and of snapshot.csv, lower-case hex. */
  readonly allocationDigest: string
  readonly snapshotDigest: string
  /** Sum of the buckets; like them in base units of the snapshot. */
  readonly snapshotTotalBaseUnits: bigint
  readonly buckets: Buckets
  readonly rules: CampaignRules
  /** Only for Bytom holders. */
  readonly bound?: BoundFiles | undefined
}

/** Digests of the files of a build of Bytom holders. */
export interface BoundFiles {
  /** The chain that the bindings are for; null if there are none. */
  readonly chainId: number | null
  /** SHA-256 of bindings-built.ndjson, lower-case hex; null if there are no bindings. */
  readonly bindingsDigest: string | null
  /** SHA-256 of bound.csv and unbound.csv. */
  readonly boundDigest: string
  readonly unboundDigest: string
}

const account = z.string().regex(/^0x[0-9a-fA-F]{40}$/)
const holder = z.union([account, z.string().regex(/^(?:[a-z]{2}1|00)[0-9a-z]{1,100}$/)])

const rules = z.strictObject({
  decimals: z.strictObject({ from: count, to: count }).nullable(),
  minimumBaseUnits: sumOfBaseUnits,
  exclude: z.array(
    z.strictObject({
      address: holder,
      reason: z.string(),
      retired: z.array(digest).optional(),
      retiredBaseUnits: sumOfBaseUnits.optional(),
    }),
  ),
  redirect: z.array(z.strictObject({ from: holder, to: account, reason: z.string() })),
  unbound: z.enum(['hold', 'remainder']),
})

const schema = z
  .strictObject({
    leafEncoding: z.tuple([z.literal('uint256'), z.literal('address'), z.literal('uint256')]),
    root: bytes32,
    leaves: count,
    totalBaseUnits: sumOfBaseUnits,
    symbol: z.string(),
    decimals: count,
    allocationDigest: digest,
    snapshotDigest: digest,
    snapshotTotalBaseUnits: sumOfBaseUnits,
    buckets: z.strictObject({
      allocated: sumOfBaseUnits,
      dust: sumOfBaseUnits,
      excluded: sumOfBaseUnits,
      rounding: sumOfBaseUnits,
      unbound: sumOfBaseUnits,
      unattributable: sumOfBaseUnits.optional(),
    }),
    rules,
    bound: z
      .strictObject({
        chainId: count.nullable(),
        bindingsDigest: digest.nullable(),
        boundDigest: digest,
        unboundDigest: digest,
      })
      .optional(),
  })
  .transform(({ leafEncoding: _, ...tree }): TreeFile => tree)

/** @throws TREE_MISSING (not-found), TREE_INVALID (usage) naming the field. */
export const TREE = new Document<TreeFile>({
  format: 'capstan/merkle-tree@1',
  read: bySchema(schema),
  members: (tree) => ({ leafEncoding: LEAF_ENCODING, ...tree }),
  missing: treeMissing,
  invalid: (file, reason, { cause }) => treeUnreadable(file, reason, cause),
})
