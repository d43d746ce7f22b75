import { basename, resolve } from 'node:path'
import { parseAddress } from '../../primitives/address.ts'
import type { Clock } from '../../primitives/clock.ts'
import type { Prompts } from '../../primitives/prompts.ts'
import { initAnswerInvalid, initFlagOfOtherKind } from './campaign-errors.ts'

export const CAMPAIGN_KINDS = ['erc20', 'bytom', 'file'] as const
export type CampaignKind = (typeof CAMPAIGN_KINDS)[number]

/** Examples: the ERC-20 CMT at the block of its swap, and BTM at the height its holders moved. */
const EXAMPLE = {
  network: 'ethereum',
  token: '0xf85fEea2FdD81d51177F6b8F35F0e6734Ce45F5F',
  block: '6486489',
  node: 'http://127.0.0.1:9888',
  height: '693109',
} as const

/** Values for a new campaign; all keys but `kind` are placeholders of the template. */
export type CampaignAnswers = Readonly<
  Record<'name' | 'claimUntil' | keyof typeof EXAMPLE, string>
> & { readonly kind: CampaignKind }

/** Answers given as flags. */
export interface GivenAnswers {
  readonly kind?: CampaignKind | undefined
  readonly name?: string | undefined
  readonly network?: string | undefined
  readonly token?: string | undefined
  readonly block?: string | undefined
  readonly node?: string | undefined
  readonly height?: string | undefined
}

/** Answers that only one kind of campaign needs. */
const ANSWERS_OF: Readonly<Record<CampaignKind, readonly (keyof typeof EXAMPLE)[]>> = {
  erc20: ['network', 'token', 'block'],
  bytom: ['node', 'height'],
  file: [],
}

/**
 * Completes the given answers: by asking in a terminal, otherwise from the example.
 * @throws ANSWER_NEEDED naming --kind without a terminal; INIT_ANSWER_INVALID, ADDRESS_INVALID,
 *   ADDRESS_CHECKSUM; INIT_FLAG_OF_OTHER_KIND.
 */
export async function completeAnswers(
  given: GivenAnswers,
  directory: string,
  { prompts, clock }: { prompts: Prompts; clock: Clock },
): Promise<CampaignAnswers> {
  const kind = given.kind ?? (await chooseKind(prompts))
  assertOfKind(given, kind)
  const ask: Ask = async (question, key) => {
    if (given[key] !== undefined) return given[key]
    return prompts.interactive ? prompts.text(question, `--${key}`, EXAMPLE[key]) : EXAMPLE[key]
  }
  return {
    kind,
    name: matching('name', given.name ?? nameOf(directory), /^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$/),
    claimUntil: inOneYear(clock.now()),
    ...EXAMPLE,
    ...(kind === 'erc20' && (await tokenAnswers(ask))),
    ...(kind === 'bytom' && (await bytomAnswers(ask))),
  }
}

function chooseKind(prompts: Prompts): Promise<CampaignKind> {
  return prompts.choose<CampaignKind>('Where are the balances?', '--kind', [
    { value: 'erc20', name: 'in an ERC-20 token' },
    { value: 'bytom', name: 'on a Bytom chain' },
    { value: 'file', name: 'in a CSV file' },
  ])
}

type Ask = (question: string, key: keyof typeof EXAMPLE) => Promise<string>

function assertOfKind(given: GivenAnswers, kind: CampaignKind): void {
  for (const [other, flags] of Object.entries(ANSWERS_OF)) {
    const flag = flags.find((name) => given[name] !== undefined)
    if (other !== kind && flag !== undefined) throw initFlagOfOtherKind(flag, kind, other)
  }
}

async function tokenAnswers(ask: Ask) {
  const network = await ask('Network of the token', 'network')
  const token = await ask('Address of the token', 'token')
  const block = await ask('Block of the snapshot (a number, or finalized)', 'block')
  return {
    network: matching('network', network, /^[a-z0-9][a-z0-9-]{0,63}$/),
    token: parseAddress(token, 'token'),
    block: matching('block', block, /^(?:finalized|0|[1-9][0-9]{0,14})$/),
  }
}

async function bytomAnswers(ask: Ask) {
  const node = await ask('URL of a bytomd', 'node')
  const height = await ask('Last block of the snapshot', 'height')
  return {
    node: parsable('node', matching('node', node, /^https?:\/\/[^\s"\\]{1,500}$/)),
    height: matching('height', height, /^(?:0|[1-9][0-9]{0,14})$/),
  }
}

function matching(flag: string, answer: string, form: RegExp): string {
  if (!form.test(answer)) throw initAnswerInvalid(flag, answer)
  return answer
}

function parsable(flag: string, url: string): string {
  if (!URL.canParse(url)) throw initAnswerInvalid(flag, url)
  return url
}

/** The name of the folder, made valid as the name of a campaign. */
function nameOf(directory: string): string {
  const name = basename(resolve(directory)).replace(/[^A-Za-z0-9._-]+/g, '-')
  return name.replace(/^[^A-Za-z0-9]+/, '').slice(0, 64) || 'migration'
}

/** Midnight UTC a year from now, as ISO 8601. */
function inOneYear(now: number): string {
  const date = new Date(now)
  const next = Date.UTC(date.getUTCFullYear() + 1, date.getUTCMonth(), date.getUTCDate())
  return new Date(next).toISOString().replace('.000Z', 'Z')
}
