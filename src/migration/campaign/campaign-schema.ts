import { isAbsolute } from 'node:path'
import { z } from 'zod'
import { BYTOM_1_NETWORKS } from '../../bytom/consensus.ts'
import { parseAddress } from '../../primitives/address.ts'
import { parseBaseUnits } from '../../primitives/amount.ts'
import { parseAssetId } from '../../primitives/bytom/asset-id.ts'
import { BTM_ASSET_ID } from '../../primitives/bytom/btm.ts'
import { CapstanError } from '../../primitives/capstan-error.ts'
import { nearest } from '../../primitives/nearest.ts'
import { CAMPAIGN_FORMAT } from './campaign.ts'
import { zeroAddress } from './campaign-errors.ts'
import { parseTimestampSeconds } from './campaign-timestamp.ts'

const MAX_DECIMALS = 77
const MAX_BATCH_SIZE = 1024
const MAX_REASON_LENGTH = 500
const SHOWN_KEYS = 20
const MAX_CONFIRMATIONS = 1_000_000
/** Blocks that must follow a block before it counts as settled, where the campaign does not say. */
const NODE_CONFIRMATIONS = 100

/**
 * A mapping with exactly these keys; any other is reported with the nearest valid one.
 * The reader hands every scalar over as the text that stands in the file, so that no number loses
 * a digit and an unquoted address stays an address: each field gives its text a meaning.
 */
function section<Shape extends z.core.$ZodLooseShape>(shape: Shape) {
  return z.strictObject(shape, {
    error: (issue) => {
      if (issue.code === 'unrecognized_keys') return unknownKeys(issue.keys, Object.keys(shape))
      return issue.input === undefined ? 'is missing' : 'must be a mapping of keys to values'
    },
  })
}

function list<Item extends z.ZodType>(item: Item) {
  return z.array(item, { error: 'must be a list' }).default([])
}

const text = z
  .string({
    error: (issue) => (issue.input === undefined ? 'is missing' : 'must be a single value'),
  })
  .min(1, 'is empty')

/** A field read by one of the floor-0 parsers, whose message becomes the problem's. */
function field<Value>(parse: (value: string) => Value) {
  return text.transform((value, context) => {
    try {
      return parse(value)
    } catch (error) {
      if (!(error instanceof CapstanError)) throw error
      context.addIssue({ code: 'custom', message: error.message })
      return z.NEVER
    }
  })
}

function wholeNumber(least: number, most: number) {
  return text.transform((value, context) => {
    const number = parseWholeNumber(value)
    if (number !== undefined && number >= least && number <= most) return number
    context.addIssue(`must be a whole number from ${least} to ${most}, not ${quoted(value)}`)
    return z.NEVER
  })
}

function numberOr<const Words extends readonly string[]>(words: Words, number: string) {
  return text.transform((value, context): Words[number] | number => {
    const word = words.find((candidate) => candidate === value)
    const found = word ?? parseWholeNumber(value)
    if (found !== undefined) return found
    const choices = words.map(quoted).join(' or ')
    context.addIssue(`must be ${number} or ${choices}, not ${quoted(value)}`)
    return z.NEVER
  })
}

function oneOf<const Values extends readonly [string, ...string[]]>(values: Values) {
  return z.enum(values, {
    error: (issue) =>
      issue.input === undefined
        ? 'is missing'
        : `must be ${values.join(', ')}, ${not(issue.input)}`,
  })
}

const address = field((value) => parseAddress(value))
const payee = field(parsePayee)
const name = text.regex(
  /^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$/,
  'must be 1 to 64 letters, digits, dots, dashes and underscores',
)
const reason = text.max(MAX_REASON_LENGTH, `is longer than ${MAX_REASON_LENGTH} characters`)
const decimals = wholeNumber(0, MAX_DECIMALS)
const blockNumber = wholeNumber(0, Number.MAX_SAFE_INTEGER)
const path = text.refine((value) => isAbsolute(value) || !value.startsWith('~'), {
  error: 'must be a path relative to the campaign, or absolute',
})
const url = text.refine(isHttpUrl, 'must be an http or https URL')

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
    // Nothing can be added to a file; what it ends with is as deep as whoever wrote it made sure.
    confirmations: confirmations ?? (source.node === null ? 0 : NODE_CONFIRMATIONS),
  }))

const fileSource = section({
  kind: z.literal('file'),
  path,
  decimals,
  symbol: text.regex(/^[\p{L}\p{N}$._-]{1,20}$/u, 'must be 1 to 20 letters and digits'),
})

const rules = section({
  decimals: section({ from: decimals, to: decimals }).nullable().default(null),
  minimumBaseUnits: field((value) => parseBaseUnits(value, 'minimum')).default(1n),
  exclude: list(section({ address, reason })),
  redirect: list(
    section({
      from: address,
      to: payee,
      reason,
    }),
  ),
  unbound: oneOf(['hold', 'remainder']).default('hold'),
})

const claimUntil = field(parseTimestampSeconds)

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
  source: z.discriminatedUnion('kind', [erc20Source, bytomSource, fileSource], {
    error: (issue) => oneKind(issue.input, 'kind', ['erc20', 'bytom', 'file']),
  }),
  rules: rules.prefault({}),
  target: z.discriminatedUnion('mode', [contractTarget, transfersTarget], {
    error: (issue) =>
      oneKind(issue.input, 'mode', ['push', 'claim', 'push-then-claim', 'transfers']),
  }),
})

function oneKind(input: unknown, key: string, kinds: readonly string[]): string {
  if (input === undefined) return 'is missing'
  if (typeof input !== 'object' || input === null) return 'must be a mapping of keys to values'
  const given = (input as Record<string, unknown>)[key]
  if (given === undefined) return `needs "${key}": ${kinds.join(', ')}`
  return `must be ${kinds.join(', ')}, ${not(given)}`
}

/** A line for each key, as many as are worth reading. */
function unknownKeys(keys: readonly string[], valid: readonly string[]): string {
  return keys
    .slice(0, SHOWN_KEYS)
    .map((key) => {
      const near = nearest(key.slice(0, 100), valid)
      const hint = near === undefined ? `valid: ${valid.join(', ')}` : `did you mean "${near}"?`
      return `unknown key ${quoted(key)}; ${hint}`
    })
    .join('\n')
}

function parsePayee(value: string): string {
  if (/^0x0{40}$/.test(value)) throw zeroAddress()
  return parseAddress(value)
}

function parseWholeNumber(value: string): number | undefined {
  const number = /^(?:0|[1-9][0-9]{0,15})$/.test(value) ? Number(value) : Number.NaN
  return Number.isSafeInteger(number) ? number : undefined
}

function not(input: unknown): string {
  return typeof input === 'string' ? `not ${quoted(input)}` : 'not a list or mapping'
}

function quoted(value: string): string {
  return `"${value.length > 80 ? `${value.slice(0, 80)}…` : value}"`
}

function isHttpUrl(value: string): boolean {
  return URL.canParse(value) && /^https?:$/.test(new URL(value).protocol)
}
