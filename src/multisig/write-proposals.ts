import { parseAmount } from '../primitives/amount.ts'
import { parseDuration } from '../primitives/duration.ts'
import { assetDecimals } from './asset-decimals.ts'
import type { CheckedProposal } from './check-proposal.ts'
import type { Draft } from './driver.ts'
import { PROPOSAL } from './proposal/proposal-file.ts'
import { detailsOf } from './proposal-details.ts'
import { propose } from './propose.ts'
import { type MultisigTools, remember } from './tools.ts'

/** Proposals and their files. */
export interface WrittenProposals {
  readonly written: readonly WrittenProposal[]
  /** Further lines about the first, beside what its calls do. */
  readonly details: readonly string[]
}

export interface WrittenProposal {
  readonly file: string
  readonly checked: CheckedProposal
}

/** Unix seconds at which a proposal of this lifetime ends; null for ever. @throws DURATION_INVALID */
export function expiryOf(lifetime: string | undefined, now: number): number | null {
  if (lifetime === undefined) return null
  return Math.floor(now / 1000) + parseDuration(lifetime, 'value of --expires')
}

/** Creates proposals and writes each to its file. @throws PROPOSAL_FILE_EXISTS; as `propose` does */
export async function writeProposals(
  tools: MultisigTools,
  drafts: readonly Draft[],
  out: string,
): Promise<WrittenProposals> {
  const made = await propose(tools, drafts)
  const written = made.map((checked, index) => ({
    file: made.length === 1 ? out : numbered(out, index + 1),
    checked,
  }))
  for (const { file, checked } of written) await PROPOSAL.writeNew(file, checked.proposal)
  await remember(tools)
  const [first] = made
  return { written, details: first ? await detailsOf(tools, first.proposal) : [] }
}

/** `p.json` becomes `p-1.json`. */
function numbered(file: string, number: number): string {
  return file.endsWith('.json') ? `${file.slice(0, -5)}-${number}.json` : `${file}-${number}`
}

/** An amount of `--value`, of the native coin or of a token, in base units. @throws AMOUNT_INVALID */
export async function parseValue(
  { chain }: Pick<MultisigTools, 'chain'>,
  text: string,
  asset: string,
): Promise<bigint> {
  const { decimals, symbol } = await assetDecimals(chain, asset)
  return parseAmount(text, { decimals, symbol, what: 'value of --value' })
}
