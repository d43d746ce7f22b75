import { Interface } from 'ethers'
import type { Chain } from '../../chain/chain.ts'
import { isRpcError } from '../../chain/chain-errors.ts'
import { revertData } from '../../chain/decode/decode-revert.ts'
import { callAt } from '../../chain/rpc/calls.ts'
import type { ProposalTerms } from '../proposal/proposal.ts'
import type { ProposalSignature } from '../proposal/signature.ts'
import { safeTransactionPreimage } from './safe-transaction.ts'

// Both releases ask a contract by the first form of EIP-1271, with the bytes that are hashed
// (ISignatureValidator.sol). A Safe among the owners answers it by its fallback handler.

const VALIDATOR = new Interface([
  'function isValidSignature(bytes data, bytes signature) view returns (bytes4)',
])
const IS_VALID = '0x20c13b0b'

/** Whether a contract that is an owner accepts a signature of a proposal as its own. */
export async function isContractSignature(
  { rpc }: Pick<Chain, 'rpc'>,
  terms: ProposalTerms,
  { signer, signature }: ProposalSignature,
): Promise<boolean> {
  const args = [safeTransactionPreimage(terms), signature]
  const call = {
    from: terms.multisig,
    to: signer,
    data: VALIDATOR.encodeFunctionData('isValidSignature', args),
  }
  try {
    const answer = await rpc.ask(callAt(call, 'latest'))
    return answer === IS_VALID.padEnd(66, '0')
  } catch (error) {
    if (isRpcError(error) && revertData(error) !== null) return false
    throw error
  }
}
