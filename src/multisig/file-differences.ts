import { formatDuration } from '../primitives/duration.ts'
import type { CheckedProposal } from './check-proposal.ts'
import { gradeText } from './grade-text.ts'
import type { Grade } from './proposal/proposal.ts'

/**
 * What a proposal's file says otherwise than the chain does now. Its policy may have changed since, or
 * its proposer have lied to those who read the file by other means; the chain's word is what counts.
 */
export function fileDifferences({
  proposal,
  judgement: { state, grade },
  assets,
}: Pick<CheckedProposal, 'proposal' | 'judgement' | 'assets'>): string[] {
  // What is over is graded as if it were made once more.
  if (state !== 'open' && state !== 'waiting') return []
  const said = weighed(proposal.grade)
  const isRegraded = said !== weighed(grade)
  const tokens = proposal.assets.filter(({ asset, symbol, decimals }) => {
    // Coins have the symbol that each home gives them.
    if (asset === 'native') return false
    const now = assets.find((one) => one.asset === asset)
    return now?.symbol !== symbol || now.decimals !== decimals
  })
  return [
    ...(isRegraded ? [said] : []),
    ...tokens.map(
      ({ asset, symbol, decimals }) => `${asset} is ${symbol} with ${decimals} decimals`,
    ),
  ]
}

function weighed(grade: Grade): string {
  const delay = grade.delaySeconds === 0 ? '' : ` after ${formatDuration(grade.delaySeconds)}`
  return `${gradeText(grade)}, weight ${grade.threshold}${delay}`
}
