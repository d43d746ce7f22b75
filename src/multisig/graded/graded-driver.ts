import type { Chain } from '../../chain/chain.ts'
import { viewAt } from '../../chain/contracts/views.ts'
import type { Cancellation, Draft, Execution, Judgement, MultisigDriver } from '../driver.ts'
import { notAnOwner } from '../multisig-errors.ts'
import type { ProposalTerms } from '../proposal/proposal.ts'
import type { ProposalSignature } from '../proposal/signature.ts'
import { askGraded, GRADED, GRADED_ABI, gradedAt, gradedContract } from './graded-contract.ts'
import { findPublished, gradedHistory } from './graded-history.ts'
import { gradedScheme, proposalStruct } from './graded-scheme.ts'
import { gradedView } from './graded-view.ts'
import { judgeGradedProposal, type Names } from './judge-proposal.ts'
import { joinedNonce, keyedNonce } from './keyed-nonce.ts'
import { enoughVotes, packSignatures, votesOf, weightOf } from './pack-signatures.ts'
import { ownersOf, readGraded } from './read-graded.ts'

export interface GradedPorts {
  /**
   * 192 bits. A fresh key, so that independent proposals never wait for each other; or the same key,
   * so that only one of them can be executed.
   */
  readonly nonceKey: () => bigint
  readonly names: Names
}

/** A GradedMultisig on a chain. */
export function gradedDriver(
  chain: Chain,
  multisig: string,
  { nonceKey, names }: GradedPorts,
): MultisigDriver {
  return {
    ...gradedScheme,
    chainId: chain.chainId,
    multisig,
    show: async () => gradedView(chain, await readGraded(chain, multisig), names),
    draft: async (batches) => {
      const { blockNumber } = await gradedAt(chain, multisig)
      const nextNonce = async (key = nonceKey()) =>
        joinedNonce({ key, sequence: await sequenceOf(chain, multisig, blockNumber, key) })
      return Promise.all(
        batches.map(async (batch) =>
          termsOf(chain, multisig, { ...batch, nonce: batch.nonce ?? (await nextNonce()) }),
        ),
      )
    },
    isNonceUsed: async (nonce) => {
      const { blockNumber } = await gradedAt(chain, multisig)
      const { key, sequence } = keyedNonce(nonce)
      return sequence < (await sequenceOf(chain, multisig, blockNumber, key))
    },
    judge: (terms) => judgeGradedProposal(chain, terms, names),
    isContractSignature: (terms, signature) => isContractSignature(chain, terms, signature),
    execution: async (terms, judgement, signatures) => execution(terms, judgement, signatures),
    published: (digest) => findPublished(chain, multisig, digest),
    confirmation: (terms, owner) => confirmation(chain, terms, owner),
    cancellation: async (terms, owner) => cancellation(chain, terms, await owner()),
    history: () => gradedHistory(chain, multisig),
  }
}

/** The sequence number of the next proposal of a key. */
async function sequenceOf(
  chain: Chain,
  multisig: string,
  blockNumber: number,
  key: bigint,
): Promise<bigint> {
  const views = [{ view: 'sequenceOf', args: [key] }]
  const [sequence] = await askGraded(chain, multisig, blockNumber, views)
  return sequence as bigint
}

function termsOf(
  { chainId }: Chain,
  multisig: string,
  { calls, expiresAtSeconds, nonce }: Draft & { readonly nonce: bigint },
): ProposalTerms {
  return {
    ...{ driver: 'graded', chainId, multisig, calls, expiresAtSeconds, fields: {} },
    nonce,
  }
}

/** The contract weighs a member's signature, and reverts if it is invalid. */
async function isContractSignature(
  chain: Chain,
  terms: ProposalTerms,
  signature: ProposalSignature,
): Promise<boolean> {
  const vote = { owner: { address: signature.signer, weight: 0 }, signature }
  const digest = gradedScheme.digest(terms)
  const view = { view: 'signedWeight', args: [digest, packSignatures([vote])] }
  const [answer] = await chain.rpc.batch([viewAt(gradedContract(terms.multisig), view, 'latest')])
  return 'result' in answer
}

function execution(
  terms: ProposalTerms,
  { digest, owners, grade, confirmedBy, executableAtSeconds }: Judgement,
  signatures: readonly ProposalSignature[],
): Execution {
  const votes = enoughVotes(votesOf(owners, signatures, confirmedBy), grade.threshold)
  const step = grade.delaySeconds > 0 && executableAtSeconds === null ? 'schedule' : 'execute'
  return {
    step,
    intent: {
      description: `${step} the proposal ${digest}`,
      idempotencyKey: `multisig ${step} ${digest}`,
      to: terms.multisig,
      data: GRADED.encodeFunctionData(step, [proposalStruct(terms), packSignatures(votes)]),
      valueWei: 0n,
      abi: GRADED_ABI,
    },
  }
}

/** The first owner who confirms publishes the whole proposal, for owners without the file. */
async function confirmation(chain: Chain, terms: ProposalTerms, owner: string) {
  const digest = gradedScheme.digest(terms)
  const isUp = (await findPublished(chain, terms.multisig, digest)) !== undefined
  return {
    description: `${isUp ? 'confirm' : 'publish and confirm'} the proposal ${digest}`,
    idempotencyKey: `multisig confirm ${digest} ${owner}`,
    to: terms.multisig,
    data: isUp
      ? GRADED.encodeFunctionData('confirm', [digest])
      : GRADED.encodeFunctionData('publish', [proposalStruct(terms)]),
    valueWei: 0n,
    abi: GRADED_ABI,
  }
}

/** Owners confirm the cancellation on chain; the one who completes the weight cancels. */
async function cancellation(
  chain: Chain,
  { multisig, nonce }: ProposalTerms,
  owner: string,
): Promise<Cancellation> {
  const { key, sequence } = keyedNonce(nonce)
  const { blockNumber } = await gradedAt(chain, multisig)
  const ask = (views: Parameters<typeof askGraded>[3]) =>
    askGraded(chain, multisig, blockNumber, views)
  const [digest, members, threshold] = (await ask([
    { view: 'hashCancellation', args: [key, sequence] },
    { view: 'members' },
    { view: 'cancelWeight' },
  ])) as [string, Parameters<typeof ownersOf>[0], bigint]
  const owners = ownersOf(members)
  if (!owners.some(({ address }) => address === owner)) throw notAnOwner(multisig, owner)
  const confirmed = await ask(
    owners.map(({ address }) => ({ view: 'hasConfirmed', args: [digest, address] })),
  )
  const before = owners.flatMap(({ address }, index) => (confirmed[index] ? [address] : []))
  const isNew = !before.includes(owner)
  const votes = votesOf(owners, [], isNew ? [...before, owner] : before)
  const isLast = weightOf(votes) >= Number(threshold)
  const intent = { to: multisig, valueWei: 0n, abi: GRADED_ABI }
  const confirm = {
    ...intent,
    description: 'confirm the cancellation of the proposal',
    idempotencyKey: `multisig confirm ${digest} ${owner}`,
    data: GRADED.encodeFunctionData('confirm', [digest]),
  }
  const signatures = packSignatures(enoughVotes(votes, Number(threshold)))
  const cancel = {
    ...intent,
    description: 'cancel the proposal',
    idempotencyKey: `multisig cancel ${digest}`,
    data: GRADED.encodeFunctionData('cancel', [key, sequence, signatures]),
  }
  return {
    kind: 'transactions',
    intents: [...(isNew ? [confirm] : []), ...(isLast ? [cancel] : [])],
    ...{ isLast, weight: weightOf(votes), threshold: Number(threshold) },
  }
}
