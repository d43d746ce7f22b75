// `tree.json`: what was built, from what, by which rules. With snapshot.csv a stranger can build the
// same allocation again; the hashes of the tree are not kept, they take a second to make.

import { readFile } from 'node:fs/promises'
import { z } from 'zod'
import { writeFileAtomically } from '../../primitives/atomic-file.ts'
import { canonicalJson } from '../../primitives/canonical-json.ts'
import { treeMissing, treeUnreadable } from '../allocation/allocation-errors.ts'
import type { Buckets } from '../allocation/rules.ts'
import type { CampaignRules } from '../campaign/campaign.ts'

export const TREE_FORMAT = 'capstan/merkle-tree@1'
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
  /** Only where the holders are of Bytom. */
  readonly bound?: BoundFiles | undefined
}

/** What names the files of a build whose holders had to be bound to accounts. */
export interface BoundFiles {
  /** The chain that the bindings are for; null if there are none. */
  readonly chainId: number | null
  /** SHA-256 of bindings-built.ndjson, lower-case hex; null if there are no bindings. */
  readonly bindingsDigest: string | null
  /** SHA-256 of bound.csv and unbound.csv. */
  readonly boundDigest: string
  readonly unboundDigest: string
}

const digest = z.string().regex(/^[0-9a-f]{64}$/)
const baseUnits = z
  .string()
  .regex(/^(?:0|[1-9][0-9]{0,90})$/)
  .transform(BigInt)
const count = z.int().min(0)
const account = z.string().regex(/^0x[0-9a-fA-F]{40}$/)
const holder = z.union([account, z.string().regex(/^(?:[a-z]{2}1|00)[0-9a-z]{1,100}$/)])

const rules = z.strictObject({
  decimals: z.strictObject({ from: count, to: count }).nullable(),
  minimumBaseUnits: baseUnits,
  exclude: z.array(
    z.strictObject({
      address: holder,
      reason: z.string(),
      retired: z.array(digest).optional(),
      retiredBaseUnits: baseUnits.optional(),
    }),
  ),
  redirect: z.array(z.strictObject({ from: holder, to: account, reason: z.string() })),
  unbound: z.enum(['hold', 'remainder']),
})

const schema = z.strictObject({
  format: z.literal(TREE_FORMAT),
  leafEncoding: z.tuple([z.literal('uint256'), z.literal('address'), z.literal('uint256')]),
  root: z.string().regex(/^0x[0-9a-f]{64}$/),
  leaves: count,
  totalBaseUnits: baseUnits,
  symbol: z.string(),
  decimals: count,
  allocationDigest: digest,
  snapshotDigest: digest,
  snapshotTotalBaseUnits: baseUnits,
  buckets: z.strictObject({
    allocated: baseUnits,
    dust: baseUnits,
    excluded: baseUnits,
    rounding: baseUnits,
    unbound: baseUnits,
    unattributable: baseUnits.optional(),
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

export function writeTreeFile(file: string, tree: TreeFile): Promise<void> {
  const text = canonicalJson({ format: TREE_FORMAT, leafEncoding: LEAF_ENCODING, ...tree })
  return writeFileAtomically(file, text)
}

/** @throws TREE_MISSING (not-found), TREE_INVALID (usage) naming the key. */
export async function readTreeFile(file: string): Promise<TreeFile> {
  const text = await readFile(file, 'utf8').catch((error: NodeJS.ErrnoException) => {
    throw error.code === 'ENOENT' ? treeMissing(file) : error
  })
  const parsed = schema.safeParse(parseJson(file, text))
  if (!parsed.success) {
    const [issue] = parsed.error.issues
    throw treeUnreadable(file, `${issue?.path.join('.') || 'the document'}: ${issue?.message}`)
  }
  const { format: _, leafEncoding: __, ...tree } = parsed.data
  return tree
}

function parseJson(file: string, text: string): unknown {
  try {
    return JSON.parse(text)
  } catch (cause) {
    throw treeUnreadable(file, 'it is not JSON', cause)
  }
}
