import { z } from 'zod'
import { BYTOM_1_NETWORKS } from '../../bytomd/consensus.ts'
import { parseAssetId } from '../../primitives/bytom/asset-id.ts'
import { BTM_ASSET_ID } from '../../primitives/bytom/btm.ts'
import { parseInstant } from '../../primitives/instant.ts'
import {
  address,
  field,
  name,
  not,
  numberOr,
  oneOf,
  section,
  text,
  wholeNumber,
} from '../../primitives/yaml-fields.ts'
import { CAMPAIGN_FORMAT } from './campaign.ts'
import { decimals, rulesSection } from './rules-section.ts'
import { blockNumber, parsePayee, path, payee, url } from './schema-fields.ts'
import { swapSection } from './swap-section.ts'

const MAX_BATCH_SIZE = 1024

const MAX_CONFIRMATIONS = 1_000_000
/** Default number of blocks that must follow a block before it counts as settled. */
const NODE_CONFIRMATIONS = 100

const erc20Source = section({
  kind: z.literal('erc20'),
  network: name.nullable().default(null),
  rpcUrl: z
    .union([url.transform((one) => [one]), z.array(url)], { error: 'must be an http or https URL' })
    .default([]),
  token: address,
  block: numberOr(['finalized'], 'a block number'),
  fromBlock: blockNumber.nullable().default(null),
  verify: numberOr(['all', 'none'], 'a number of balances').default('all'),
})
  .refine((source) => (source.network === null) !== (source.rpcUrl.length === 0), {
    error: 'needs exactly one of "network" and "rpcUrl"',
  })
  .transform(({ rpcUrl, ...source }) => ({ ...source, rpcUrls: rpcUrl }))

const bytomSource = section({
  kind: z.literal('bytom'),
  node: url.nullable().default(null),
  blocks: path.nullable().default(null),
  secondNode: url.nullable().default(null),
  height: blockNumber,
  confirmations: wholeNumber(0, MAX_CONFIRMATIONS).nullable().default(null),
  bytomNetwork: oneOf(BYTOM_1_NETWORKS).default('mainnet'),
  asset: field(parseAssetId).default(BTM_ASSET_ID),
})
  .refine(({ node, blocks }) => (node === null) !== (blocks === null), {
    error: 'needs exactly one of "node" and "blocks"',
  })
  .transform(({ confirmations, ...source }) => ({
    ...source,
    // A file does not grow: its author decided how settled its last block is.
    confirmations: confirmations ?? (source.node === null ? 0 : NODE_CONFIRMATIONS),
  }))

const fileSource = section({
  kind: z.literal('file'),
  path,
  decimals,
  symbol: text.regex(/^[\p{L}\p{N}$._-]{1,20}$/u, 'must be 1 to 20 letters and digits'),
})

const supplementSource = section({ kind: z.literal('supplement'), of: path })

const claimUntil = field(parseInstant)

const targetBasics = {
  network: name,
  asset: field((value) => (value === 'native' ? value : parsePayee(value))),
  batchSize: wholeNumber(1, MAX_BATCH_SIZE)
    .refine((size) => (size & (size - 1)) === 0, `must be a power of two, 1 to ${MAX_BATCH_SIZE}`)
    .default(256),
  remainderTo: payee.nullable().default(null),
  owner: payee.nullable().default(null),
}

const contractTarget = section({
  ...targetBasics,
  mode: z.enum(['push', 'claim', 'push-then-claim']),
  claimUntil,
}).transform(({ claimUntil, ...target }) => ({ ...target, claimUntilSeconds: claimUntil }))

const transfersTarget = section({
  ...targetBasics,
  mode: z.literal('transfers'),
  claimUntil: claimUntil.nullable().default(null),
}).transform(({ claimUntil, ...target }) => ({ ...target, claimUntilSeconds: claimUntil }))

/** The shape of `migration.yaml`, over a tree whose scalars are the texts of the file. */
export const campaignSchema = section({
  format: z.literal(CAMPAIGN_FORMAT, {
    error: (issue) =>
      issue.input === undefined
        ? `is missing: the first line is "format: ${CAMPAIGN_FORMAT}"`
        : `must be ${CAMPAIGN_FORMAT}, ${not(issue.input)}`,
  }),
  name,
  source: z.discriminatedUnion('kind', [erc20Source, bytomSource, fileSource, supplementSource], {
    error: (issue) => oneKind(issue.input, 'kind', ['erc20', 'bytom', 'file']),
  }),
  rules: rulesSection.prefault({}),
  target: z.discriminatedUnion('mode', [contractTarget, transfersTarget], {
    error: (issue) =>
      oneKind(issue.input, 'mode', ['push', 'claim', 'push-then-claim', 'transfers']),
  }),
  swap: swapSection.nullable().default(null),
})

function oneKind(input: unknown, key: string, kinds: readonly string[]): string {
  if (input === undefined) return 'is missing'
  if (typeof input !== 'object' || input === null) return 'must be a mapping of keys to values'
  const given = (input as Record<string, unknown>)[key]
  if (given === undefined) return `needs "${key}": ${kinds.join(', ')}`
  return `must be ${kinds.join(', ')}, ${not(given)}`
}
