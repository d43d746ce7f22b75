import { assetDecimals } from '../../multisig/asset-decimals.ts'
import type { Draft } from '../../multisig/driver.ts'
import { proposedView } from '../../multisig/multisig-view.ts'
import { PROPOSAL } from '../../multisig/proposal/proposal-file.ts'
import { propose } from '../../multisig/propose.ts'
import { parseAmount } from '../../primitives/amount.ts'
import { parseDuration } from '../../primitives/duration.ts'
import type { View } from '../../primitives/view.ts'
import type { multisigTools } from './tools.ts'
import { wordsOf } from './words.ts'

type Tools = Awaited<ReturnType<typeof multisigTools>>

/** Unix seconds at which a proposal of this lifetime ends; null for ever. */
export function expiryOf(lifetime: string | undefined, now: number): number | null {
  if (lifetime === undefined) return null
  return Math.floor(now / 1000) + parseDuration(lifetime, 'value of --expires')
}

/** Makes proposals, writes each to its file, and shows what each would do. */
export async function writeProposals(
  tools: Tools,
  drafts: readonly Draft[],
  out: string,
): Promise<View> {
  const checked = await propose(tools, drafts)
  const written = checked.map(({ proposal }, index) => ({
    file: checked.length === 1 ? out : numbered(out, index + 1),
    proposal,
  }))
  for (const { file, proposal } of written) await PROPOSAL.writeNew(file, proposal)
  await tools.remember()
  const [first] = checked
  return proposedView(written, checked, first ? await wordsOf(tools, first.proposal) : [])
}

/** `p.json` becomes `p-1.json`. */
function numbered(file: string, number: number): string {
  return file.endsWith('.json') ? `${file.slice(0, -5)}-${number}.json` : `${file}-${number}`
}

/** An amount of `--value`, of the native coin or, as base units, of a token. */
export async function parseValue(
  { chain }: Pick<Tools, 'chain'>,
  text: string,
  asset: string,
): Promise<bigint> {
  const { decimals, symbol } = await assetDecimals(chain, asset)
  return parseAmount(text, { decimals, symbol, what: 'value of --value' })
}
