import type { Chain } from '../../chain/chain.ts'
import { readViews } from '../../chain/contracts/views.ts'
import type { Judgement } from '../driver.ts'
import type { GradeReason } from '../proposal/grade-reason.ts'
import type { Call, Grade, ProposalTerms } from '../proposal/proposal.ts'
import { assertMultiSend } from './multi-send-contract.ts'
import { type NonceUse, nonceUse } from './nonce-use.ts'
import { readSafe, type Safe, safeContract } from './read-safe.ts'
import { hashedArguments } from './safe-execution.ts'
import { multiSendOf, safeTransactionHash } from './safe-transaction.ts'

/**
 * The state of a proposal on a Safe now. Proves the MultiSend contract of a batch by its code.
 * @throws MULTISIG_MISSING, MULTISIG_FOREIGN, SAFE_MULTISEND_FOREIGN
 */
export async function judgeSafeProposal(chain: Chain, terms: ProposalTerms): Promise<Judgement> {
  const safe = await readSafe(chain, terms.multisig)
  const multiSend = multiSendOf(terms)
  if (multiSend !== undefined) await assertMultiSend(chain, multiSend)
  const { digest, confirmedBy } = await onChain(chain, safe, terms)
  const isUsed = terms.nonce < safe.nonce
  const use: NonceUse | undefined = isUsed ? await nonceUse(chain.rpc, safe, terms) : undefined
  return {
    blockNumber: safe.blockNumber,
    ...{ digest, confirmedBy },
    state: use?.state ?? 'open',
    transactionHash: use?.transactionHash ?? null,
    owners: safe.owners.map((address) => ({ address, weight: 1 })),
    grade: gradeOf(safe, terms),
    executableAtSeconds: null,
    obstacles: use ? [] : obstaclesOf(safe, terms),
  }
}

/** The hash as the contract computes it, and who has approved it there. */
async function onChain(chain: Chain, { address, owners, blockNumber }: Safe, terms: ProposalTerms) {
  const args = [...hashedArguments(terms), terms.nonce]
  const expected = safeTransactionHash(terms)
  const views = [
    { view: 'getTransactionHash', args },
    ...owners.map((owner) => ({ view: 'approvedHashes', args: [owner, expected] })),
  ]
  const results = await readViews(chain, safeContract(address), views, blockNumber)
  const [digest, ...approvals] = results.map(([value]) => value)
  const confirmedBy = owners.filter((_, index) => approvals[index] !== 0n).sort()
  return { digest: digest as string, confirmedBy }
}

function gradeOf({ threshold, guard, modules }: Safe, { calls, multisig }: ProposalTerms): Grade {
  const isChange = calls.some(({ to, data }) => to === multisig && data !== '0x')
  const reasons: GradeReason[] = [
    { kind: 'safe-threshold', owners: threshold },
    ...(isChange ? [{ kind: 'changes-safe' } as const] : []),
    ...(guard === null ? [] : [{ kind: 'safe-guard', guard } as const]),
    ...modules.map((module) => ({ kind: 'safe-module', module }) as const),
  ]
  const operation = operationOf(calls, isChange)
  return { operation, tier: null, tiers: null, threshold, delaySeconds: 0, reasons }
}

/** The operation, named as on a graded multisig; a Safe does not distinguish. */
function operationOf(calls: readonly Call[], isChange: boolean): string {
  if (isChange) return 'policy'
  if (calls.length > 1) return 'batch'
  return calls[0]?.data === '0x' ? 'transfer' : 'call'
}

/** A Safe executes one nonce after the other. */
function obstaclesOf({ nonce: next }: Safe, { nonce }: ProposalTerms): string[] {
  if (nonce === next) return []
  return [`the Safe executes nonce ${next} first, but this proposal has ${nonce}`]
}
