import {
  concat,
  dataLength,
  getBytes,
  hashMessage,
  recoverAddress,
  Signature,
  toBeHex,
  zeroPadValue,
} from 'ethers'
import type { ProposalSignature } from '../proposal/signature.ts'

// The bytes of `execTransaction` (Safe.sol, checkNSignatures): 65 for each owner, sorted by owner,
// followed by the signatures of contracts.

const STATIC_BYTES = 65
/** Added to v to say that the hash was signed as a message of EIP-191. */
const ETH_SIGN = 4

/** One owner's confirmation: a signature, or the hash approved on chain. */
export type SafeConfirmation =
  | ProposalSignature
  | { readonly signer: string; readonly form: 'approved' }

/** Most gas last: what an owner has approved is read from storage, a contract is called. */
const FORMS: readonly SafeConfirmation['form'][] = ['eip712', 'eth-sign', 'approved', 'contract']

/**
 * As many confirmations as the threshold needs, the cheapest, one per owner, sorted by owner. Ignores
 * those of others; may be too few.
 */
export function neededConfirmations(
  confirmations: readonly SafeConfirmation[],
  owners: readonly string[],
  threshold: number,
): SafeConfirmation[] {
  const byCost = confirmations.toSorted((a, b) => FORMS.indexOf(a.form) - FORMS.indexOf(b.form))
  const ofOwners = owners.flatMap((owner) => byCost.find(({ signer }) => signer === owner) ?? [])
  return byCost
    .filter((one) => ofOwners.includes(one))
    .slice(0, threshold)
    .sort(byOwner)
}

/** @param confirmations sorted by owner, one each. */
export function encodeSafeSignatures(confirmations: readonly SafeConfirmation[]): string {
  const words: string[] = []
  const tails: string[] = []
  let offset = STATIC_BYTES * confirmations.length
  for (const one of confirmations) {
    if (one.form === 'approved') words.push(owner(one.signer), toBeHex(0, 32), '0x01')
    else if (one.form === 'contract') {
      words.push(owner(one.signer), toBeHex(offset, 32), '0x00')
      const length = dataLength(one.signature)
      tails.push(toBeHex(length, 32), one.signature)
      offset += 32 + length
    } else words.push(vOf(one))
  }
  return concat([...words, ...tails])
}

/**
 * The signer of a hash, EIP-55. Undefined if the signature is invalid: not 65 bytes, a v other than
 * 27 or 28, or a high s.
 */
export function recoverSigner(
  hash: string,
  { form, signature }: ProposalSignature,
): string | undefined {
  if (form === 'contract' || !/^0x[0-9a-f]{128}1[bc]$/.test(signature)) return undefined
  const digest = form === 'eth-sign' ? hashMessage(getBytes(hash)) : hash
  try {
    return recoverAddress(digest, Signature.from(signature))
  } catch {
    return undefined
  }
}

function vOf({ form, signature }: ProposalSignature): string {
  const v = Number.parseInt(signature.slice(-2), 16)
  return signature.slice(0, -2) + toBeHex(form === 'eth-sign' ? v + ETH_SIGN : v, 1).slice(2)
}

function owner(address: string): string {
  return zeroPadValue(address, 32)
}

/** By value, as the contract compares them; lower-case hex has the same order. */
function byOwner(a: SafeConfirmation, b: SafeConfirmation): number {
  return a.signer.toLowerCase() < b.signer.toLowerCase() ? -1 : 1
}
