import { formatDuration } from '../primitives/duration.ts'
import type { CheckedProposal } from './check-proposal.ts'
import { gradeText } from './grade-text.ts'
import type { Grade } from './proposal/proposal.ts'

/**
 * What a proposal file says differently from the chain now. The policy may have changed since, or the
 * proposer may have lied; the chain counts.
 */
export function fileDifferences({
  proposal,
  judgement: { state, grade },
  assets,
}: Pick<CheckedProposal, 'proposal' | 'judgement' | 'assets'>): string[] {
  // A proposal in a final state is graded as if it were new.
  if (state !== 'open' && state !== 'waiting') return []
  const said = weighed(proposal.grade)
  const isRegraded = said !== weighed(grade)
  const tokens = proposal.assets.filter(({ asset, symbol, decimals }) => {
    // Each home names its coins.
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
