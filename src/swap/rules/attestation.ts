// What relayers sign. A release is the lock itself under the domain of the release contract; a
// refund and a retirement name the lock under the domain of the lock contract (ISwapLock,
// IRelayerQuorum).

import { recoverAddress, Signature, TypedDataEncoder } from 'ethers'
import type { TypedDataDomain, TypedDataTypes } from '../../keystore/signer.ts'
import { LOCK_TYPES, type Lock, lockIdOf } from './lock.ts'

export const ATTESTATION_KINDS = ['release', 'refund', 'retirement'] as const
export type AttestationKind = (typeof ATTESTATION_KINDS)[number]

/** One relayer's signature for one lock. */
export interface Attestation {
  readonly kind: AttestationKind
  readonly lock: Lock
  /** EIP-55. */
  readonly relayer: string
  /** 65 bytes: r, s, v with a low s. */
  readonly signature: string
}

/** What is signed, as EIP-712 has it. */
export interface AttestationMessage {
  readonly domain: TypedDataDomain
  readonly types: TypedDataTypes
  readonly value: Record<string, unknown>
}

const REFUND_TYPES = { Refund: [{ name: 'lockId', type: 'bytes32' }] }
const RETIREMENT_TYPES = { Retirement: [{ name: 'lockIds', type: 'bytes32[]' }] }
const SIGNATURE = /^0x[0-9a-f]{128}(?:1b|1c)$/

export function attestationMessage(kind: AttestationKind, lock: Lock): AttestationMessage {
  switch (kind) {
    case 'release':
      return {
        domain: {
          name: 'SwapRelease',
          version: '1',
          chainId: lock.targetChainId,
          verifyingContract: lock.releaseContract,
        },
        types: LOCK_TYPES,
        value: { ...lock },
      }
    case 'refund':
      return { domain: sourceDomain(lock), types: REFUND_TYPES, value: { lockId: lockIdOf(lock) } }
    case 'retirement':
      return {
        domain: sourceDomain(lock),
        types: RETIREMENT_TYPES,
        value: { lockIds: [lockIdOf(lock)] },
      }
  }
}

function sourceDomain({ sourceChainId, lockContract }: Lock): TypedDataDomain {
  return {
    name: 'SwapLock',
    version: '1',
    chainId: sourceChainId,
    verifyingContract: lockContract,
  }
}

/** Who signed, EIP-55; undefined if the contract would not accept the signature. */
export function attestationSigner({
  kind,
  lock,
  signature,
}: Omit<Attestation, 'relayer'>): string | undefined {
  // The contract rejects the compact form and a high s; Signature.from rejects the latter.
  if (!SIGNATURE.test(signature)) return undefined
  const { domain, types, value } = attestationMessage(kind, lock)
  try {
    return recoverAddress(TypedDataEncoder.hash(domain, types, value), Signature.from(signature))
  } catch {
    return undefined
  }
}

/** Who may attest, and how many must. */
export interface RelayerQuorum {
  /** EIP-55, ascending as numbers. */
  readonly relayers: readonly string[]
  readonly quorum: number
}

/**
 * The signatures to send: one per relayer, ascending by signer, exactly as many as the quorum.
 * Undefined while there are fewer.
 */
export function quorumOf(
  attestations: readonly Attestation[],
  { relayers, quorum }: RelayerQuorum,
): readonly string[] | undefined {
  const byRelayer = new Map(attestations.map(({ relayer, signature }) => [relayer, signature]))
  const signatures = [...relayers]
    .sort((a, b) => (BigInt(a) < BigInt(b) ? -1 : 1))
    .flatMap((relayer) => byRelayer.get(relayer) ?? [])
  return signatures.length < quorum ? undefined : signatures.slice(0, quorum)
}
