import type { Chain } from '../../chain/chain.ts'
import { logsBackwards } from '../../chain/contracts/logs.ts'
import { viewAt, viewResult } from '../../chain/contracts/views.ts'
import { revertData } from '../../chain/decode/decode-revert.ts'
import type { RpcAnswer } from '../../chain/rpc/rpc.ts'
import type { Judgement, Owner, ProposalState } from '../driver.ts'
import type { Grade, ProposalTerms } from '../proposal/proposal.ts'
import { encodeCalls, encodeProposal } from './encode-views.ts'
import { type GradeStruct, gradeOf, type Known } from './grade-of.ts'
import {
  askGraded,
  GRADED,
  type GradedBlock,
  gradedAt,
  gradedContract,
  selectorOf,
  topicsOf,
} from './graded-contract.ts'
import { keyedNonce } from './keyed-nonce.ts'
import { partiesOf } from './parties.ts'
import type { ClassRuleStruct } from './policy-struct.ts'
import { ownersOf } from './read-graded.ts'
import { readListStatuses } from './read-list-statuses.ts'

/** Names of addresses in this home, by EIP-55 address. */
export type Names = ReadonlyMap<string, string>

interface Facts {
  readonly at: GradedBlock
  readonly digest: string
  readonly owners: readonly Owner[]
  readonly nextSequence: bigint
  readonly policyThreshold: number
  readonly known: readonly Known[]
}

/** State and grade of a proposal, all at one block. @throws MULTISIG_MISSING, MULTISIG_FOREIGN */
export async function judgeGradedProposal(
  chain: Chain,
  terms: ProposalTerms,
  names: Names,
): Promise<Judgement> {
  const facts = await readFacts(chain, terms, names)
  const { at, digest, owners } = facts
  const [scheduled, ...confirmations] = (await askGraded(chain, terms.multisig, at.blockNumber, [
    { view: 'scheduledAt', args: [digest] },
    ...owners.map(({ address }) => ({ view: 'hasConfirmed', args: [digest, address] })),
  ])) as [bigint, ...boolean[]]
  const { grade, obstacles } = await gradeNow(chain, terms, facts)
  const executableAtSeconds = scheduled === 0n ? null : Number(scheduled) + grade.delaySeconds
  return {
    ...{ blockNumber: at.blockNumber, digest, owners, grade, executableAtSeconds },
    ...(await stateOf(chain, terms, facts, executableAtSeconds)),
    confirmedBy: owners.map(({ address }) => address).filter((_, index) => confirmations[index]),
    obstacles: [...obstacles, ...turnOf(terms, facts)],
  }
}

async function readFacts(chain: Chain, terms: ProposalTerms, names: Names): Promise<Facts> {
  const at = await gradedAt(chain, terms.multisig)
  const parties = partiesOf(terms.calls)
  const [views, statuses] = await Promise.all([
    askGraded(chain, terms.multisig, at.blockNumber, [
      { view: 'hashProposal', data: selectorOf('hashProposal') + encodeProposal(terms) },
      { view: 'members' },
      { view: 'sequenceOf', args: [keyedNonce(terms.nonce).key] },
      { view: 'classRules' },
    ]),
    readListStatuses(chain, terms.multisig, at.blockNumber, parties),
  ])
  const [digest, members, nextSequence, classes] = views as [
    string,
    Parameters<typeof ownersOf>[0],
    bigint,
    ClassRuleStruct[],
  ]
  const known = statuses.map((status, index): Known => {
    const address = parties[index] as string
    return { kind: 'listed', address, status, name: names.get(address) ?? null }
  })
  return {
    ...{ at, digest, nextSequence },
    owners: ownersOf(members),
    policyThreshold: Number(classes.at(-1)?.threshold ?? 0),
    known: known.filter(({ status }) => status !== 'none'),
  }
}

/** A denied proposal has no grade: it shows the highest threshold, and can never pass. */
async function gradeNow(
  chain: Chain,
  { multisig, calls }: ProposalTerms,
  { at, known, policyThreshold }: Facts,
): Promise<{ grade: Grade; obstacles: readonly string[] }> {
  const view = { view: 'grade', data: selectorOf('grade') + encodeCalls(calls) }
  const contract = gradedContract(multisig)
  const [answer] = await chain.rpc.batch([viewAt(contract, view, at.blockNumber)])
  const denied = deniedBy(answer)
  if (denied === undefined) {
    const [struct] = viewResult(contract, view, answer)
    return { grade: gradeOf(struct as GradeStruct, known), obstacles: [] }
  }
  const grade: Grade = {
    ...{ operation: 'denied', tier: null, tiers: null, reasons: known },
    ...{ threshold: policyThreshold, delaySeconds: 0 },
  }
  return { grade, obstacles: [`${denied} is denied by the policy`] }
}

function deniedBy(answer: RpcAnswer | undefined): string | undefined {
  if (!answer || !('error' in answer)) return undefined
  const data = revertData(answer.error)
  const error = data === null ? null : GRADED.parseError(data)
  return error?.name === 'MultisigDenied' ? String(error.args[0]) : undefined
}

function turnOf({ nonce }: ProposalTerms, { nextSequence }: Facts): string[] {
  const { sequence } = keyedNonce(nonce)
  if (sequence <= nextSequence) return []
  const before = sequence - nextSequence
  return [
    `${before} ${before === 1n ? 'proposal' : 'proposals'} of its key must be executed before it`,
  ]
}

async function stateOf(
  { rpc }: Chain,
  { multisig, nonce, expiresAtSeconds }: ProposalTerms,
  { at, digest, nextSequence }: Facts,
  executableAtSeconds: number | null,
): Promise<Pick<Judgement, 'state' | 'transactionHash'>> {
  const open = (state: ProposalState) => ({ state, transactionHash: null })
  const { key, sequence } = keyedNonce(nonce)
  if (sequence >= nextSequence) {
    if (expiresAtSeconds !== null && at.timestampSeconds > expiresAtSeconds) return open('expired')
    const isWaiting = executableAtSeconds !== null && at.timestampSeconds < executableAtSeconds
    return open(isWaiting ? 'waiting' : 'open')
  }
  const events = topicsOf('ProposalExecuted', 'SequenceCancelled')
  const filter = { address: multisig, topics: [events] }
  for await (const log of logsBackwards(rpc, filter, { from: 0, to: at.blockNumber })) {
    const event = GRADED.parseLog({ topics: [...log.topics], data: log.data })
    if (event?.args.getValue('key') !== key || event.args.getValue('sequence') !== sequence)
      continue
    const { transactionHash } = log
    if (event.name === 'SequenceCancelled') return { state: 'cancelled', transactionHash }
    const isThis = event.args.getValue('digest') === digest
    return { state: isThis ? 'executed' : 'superseded', transactionHash }
  }
  return open('superseded')
}
