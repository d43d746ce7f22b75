import type { Chain } from '../../chain/chain.ts'
import { SAFE_FUNCTIONS } from '../../chain/decode/safe-abi.ts'
import type { Intent } from '../../chain/transactions/transactions.ts'
import type { Draft, Execution, Judgement, MultisigDriver } from '../driver.ts'
import type { ProposalTerms } from '../proposal/proposal.ts'
import type { ProposalSignature } from '../proposal/signature.ts'
import { isContractSignature } from './contract-signature.ts'
import { judgeSafeProposal } from './judge-proposal.ts'
import { findMultiSend } from './multi-send-contract.ts'
import { rejection } from './nonce-use.ts'
import { readSafe } from './read-safe.ts'
import { SAFE } from './safe-abi.ts'
import { safeExpires, safeNonceUsed } from './safe-errors.ts'
import { encodeExecution } from './safe-execution.ts'
import { safeHistory } from './safe-history.ts'
import { safeScheme } from './safe-scheme.ts'
import { neededConfirmations } from './safe-signatures.ts'
import { safeTransactionHash } from './safe-transaction.ts'
import { safeView } from './safe-view.ts'

/**
 * A Safe on a chain.
 * @param multiSend the contract for batches, where it is not at its usual address, EIP-55
 */
export function safeDriver(chain: Chain, multisig: string, multiSend?: string): MultisigDriver {
  return {
    ...safeScheme,
    chainId: chain.chainId,
    multisig,

    show: async () => safeView(await readSafe(chain, multisig), chain.network),

    draft: (batches) => draft(chain, multisig, multiSend, batches),

    isNonceUsed: async (nonce) => nonce < (await readSafe(chain, multisig)).nonce,

    judge: (terms) => judgeSafeProposal(chain, terms),

    isContractSignature: (terms, signature) => isContractSignature(chain, terms, signature),

    execution: async (terms, judgement, signatures) => execution(terms, judgement, signatures),

    published: async () => undefined,

    confirmation: async (terms, owner) => confirmation(terms, owner),

    cancellation: async (terms) => ({ kind: 'proposal', terms: rejection(terms) }),

    history: () => safeHistory(chain, multisig),
  }
}

/** Nonces ascend from that of the first draft, or from the next of the Safe. */
async function draft(
  chain: Chain,
  multisig: string,
  multiSend: string | undefined,
  batches: readonly Draft[],
): Promise<ProposalTerms[]> {
  const safe = await readSafe(chain, multisig)
  const isBatch = batches.some(({ calls }) => calls.length > 1)
  const found = isBatch ? await findMultiSend(chain, multiSend) : undefined
  const first = batches[0]?.nonce ?? safe.nonce
  if (first < safe.nonce) throw safeNonceUsed(first, safe.nonce)
  return batches.map(({ calls, expiresAtSeconds }, index) => {
    if (expiresAtSeconds !== null) throw safeExpires()
    return {
      ...{ driver: 'safe', chainId: chain.chainId, multisig, calls, expiresAtSeconds },
      nonce: first + BigInt(index),
      fields: calls.length > 1 && found !== undefined ? { multiSend: found } : {},
    }
  })
}

function execution(
  terms: ProposalTerms,
  { owners, grade, confirmedBy }: Judgement,
  signatures: readonly ProposalSignature[],
): Execution {
  const approvals = confirmedBy.map((signer) => ({ signer, form: 'approved' }) as const)
  const addresses = owners.map(({ address }) => address)
  const needed = neededConfirmations([...signatures, ...approvals], addresses, grade.threshold)
  const digest = safeTransactionHash(terms)
  return {
    step: 'execute',
    intent: {
      ...transactionTo(terms, encodeExecution(terms, needed)),
      description: `execute proposal ${terms.nonce} of the Safe ${terms.multisig}`,
      idempotencyKey: `multisig execute ${digest}`,
    },
  }
}

function confirmation(terms: ProposalTerms, owner: string): Intent {
  const digest = safeTransactionHash(terms)
  return {
    ...transactionTo(terms, SAFE.encodeFunctionData('approveHash', [digest])),
    description: `confirm proposal ${terms.nonce} of the Safe ${terms.multisig}`,
    idempotencyKey: `multisig confirm ${digest} ${owner}`,
  }
}

function transactionTo({ multisig }: ProposalTerms, data: string) {
  return { to: multisig, valueWei: 0n, data, abi: SAFE_FUNCTIONS }
}
