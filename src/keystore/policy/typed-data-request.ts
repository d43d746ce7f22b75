import { checksumAddress } from '../../primitives/address.ts'
import type { TypedDataDomain, TypedDataTypes } from '../signer.ts'
import { isMultisigMessage, multisigRequest } from './multisig-messages.ts'
import { isPermitLike, readPermit } from './permits.ts'
import type { Counterparty, SigningRequest } from './signing-request.ts'
import { structType } from './struct-type.ts'

/**
 * What an EIP-712 message of `self` does. A permit counts as its allowance, and as a call of its token;
 * an owner's signature for a multisig counts as what the proposal moves; of any other message only the
 * verifying contract is known.
 */
export function typedDataRequest(
  domain: TypedDataDomain,
  types: TypedDataTypes,
  message: Readonly<Record<string, unknown>>,
  self: string,
): SigningRequest {
  const { verifyingContract } = domain
  const chainId = chainIdOf(domain)
  const contract = verifyingContract ? addressOrNull(verifyingContract) : null
  const type = structType(types)
  if (contract && type && isMultisigMessage(type.encoded)) {
    return multisigRequest(chainId, contract, type.encoded, message)
  }
  const permit = contract && type && readPermit(type.encoded, message, contract)
  if (contract && permit) return permitRequest(chainId, contract, permit, self)
  const primaryType = type?.primaryType ?? '(unclear)'
  const looksLikePermit = type === undefined || isPermitLike(type.encoded)
  return {
    chainId,
    counterparties: [{ address: contract, role: 'recipient' }],
    moves: [],
    ...(looksLikePermit
      ? { unread: { what: 'permit', primaryType } }
      : contract !== null && { unread: { what: 'call', contract } }),
  }
}

function permitRequest(
  chainId: bigint | null,
  contract: string,
  { beneficiary, grants }: NonNullable<ReturnType<typeof readPermit>>,
  self: string,
): SigningRequest {
  const tokens = [...new Set(grants.map(({ token }) => token))]
  const counterparties: Counterparty[] = tokens.map((address) => ({ address, role: 'token' }))
  // Permit2 is between owner and token, with an allowance of its own.
  if (!tokens.includes(contract)) counterparties.push({ address: contract, role: 'recipient' })
  if (beneficiary !== self) counterparties.push({ address: beneficiary, role: 'recipient' })
  const moves = beneficiary === self ? [] : grants
  return {
    chainId,
    counterparties,
    moves: moves.map(({ token, amountBaseUnits }) => ({ asset: token, amountBaseUnits })),
  }
}

function chainIdOf({ chainId }: TypedDataDomain): bigint | null {
  return chainId === undefined || chainId === null ? null : BigInt(chainId)
}

function addressOrNull(text: string): string | null {
  return /^0x[0-9a-fA-F]{40}$/.test(text) ? checksumAddress(text) : null
}
