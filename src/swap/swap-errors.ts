import type { Chain } from '../chain/chain.ts'
import { CapstanError } from '../primitives/capstan-error.ts'
import { formatInstant } from '../primitives/instant.ts'
import { printableUrl } from '../primitives/printable-url.ts'
import { campaignStep } from '../primitives/suggestion.ts'

export function swapMissing(path: string): CapstanError {
  return new CapstanError({
    code: 'SWAP_MISSING',
    kind: 'usage',
    message: `${path} has no section "swap".`,
    details: { path },
    suggestions: [
      'swap: { source: { network: NAME, lock: "0x…" }, target: { network: NAME, release: "0x…" } }',
    ],
  })
}

export function unexpectedContract(what: string, address: string): CapstanError {
  return new CapstanError({
    code: 'SWAP_CONTRACT_FOREIGN',
    kind: 'mismatch',
    message: `There is no ${what} of a swap at ${address}.`,
    details: { address, what },
    suggestions: ['Check the addresses and networks of "swap" in migration.yaml.'],
  })
}

/** The two contracts do not belong together. */
export function contractsMismatch(what: string, got: string, expected: string): CapstanError {
  return new CapstanError({
    code: 'SWAP_CONTRACTS_MISMATCH',
    kind: 'mismatch',
    message: `${what} is ${got}, not ${expected}.`,
    details: { what, got, expected },
    suggestions: ['Check the addresses and networks of "swap" in migration.yaml.'],
  })
}

export function notOpen(lockContract: string): CapstanError {
  return new CapstanError({
    code: 'SWAP_NOT_OPEN',
    kind: 'refused',
    message: `The lock contract ${lockContract} is not open: it has no release contract yet.`,
    details: { lockContract },
    suggestions: [campaignStep('swap open')],
  })
}

/** @param said the answer of each of the two. */
export function nodesDisagree(
  [one, other]: readonly [Chain, Chain],
  what: string,
  said: readonly [string, string],
): CapstanError {
  const urls = [urlsOf(one), urlsOf(other)] as const
  return new CapstanError({
    code: 'SWAP_NODES_DISAGREE',
    kind: 'mismatch',
    message: `The nodes disagree about ${what}: ${urls[0]} says ${said[0]}, ${urls[1]} says ${said[1]}.`,
    details: { what, first: urls[0], firstSays: said[0], second: urls[1], secondSays: said[1] },
    suggestions: ['Find out which node is wrong before anything is signed.'],
  })
}

/** @param fault as in "its event is withheld". */
export function lockUnproven(lockId: string, url: string, fault: string): CapstanError {
  return new CapstanError({
    code: 'SWAP_LOCK_UNPROVEN',
    kind: 'mismatch',
    message: `The answer of ${url} about lock ${lockId} is not proved: ${fault}. Nothing was signed for it.`,
    details: { lockId, url, fault },
    suggestions: ['Compare with another node before anything is signed.'],
  })
}

/** A reorganisation went deeper than the confirmations. A release cannot be undone. */
export function lockReorgedOut(lockId: string, wasReleased: boolean): CapstanError {
  const released = wasReleased ? 'but was released' : 'but was attested'
  return new CapstanError({
    code: 'SWAP_LOCK_VANISHED',
    kind: 'mismatch',
    message: `Lock ${lockId} is no longer on the source chain ${released}: a reorganisation went deeper than the confirmations. Nothing more is signed.`,
    details: { lockId, released: wasReleased },
    suggestions: [
      'Have the guardian pause both contracts, and find out what happened to the lock.',
      'Raise swap.source.confirmations in migration.yaml.',
    ],
  })
}

/** The one outcome that the swap must prevent. */
export function endedTwice(lockId: string): CapstanError {
  return new CapstanError({
    code: 'SWAP_ENDED_TWICE',
    kind: 'mismatch',
    message: `Lock ${lockId} is refunded on the source chain and released on the target chain.`,
    details: { lockId },
    suggestions: [
      'Have the guardian pause both contracts: a quorum of relayers has attested both.',
    ],
  })
}

/** @param field in the file. @param reason a clause such as "it is not JSON". */
export function attestationInvalid(file: string, field: string, reason: string): CapstanError {
  return new CapstanError({
    code: 'SWAP_ATTESTATION_INVALID',
    kind: 'mismatch',
    message: `${file}: ${reason}.`,
    details: { file, field },
    suggestions: ['Ask the relayer for the file again.'],
  })
}

export function notRelayer(account: string, relayers: readonly string[]): CapstanError {
  return new CapstanError({
    code: 'SWAP_NOT_RELAYER',
    kind: 'refused',
    message: `${account} is not a relayer of this swap.`,
    details: { account, relayers },
    suggestions: ['Name the key of a relayer with --key.'],
  })
}

export function lockUnknown(lockId: string): CapstanError {
  return new CapstanError({
    code: 'SWAP_LOCK_UNKNOWN',
    kind: 'not-found',
    message: `The lock contract has no lock ${lockId}.`,
    details: { lockId },
    suggestions: [campaignStep('swap status')],
  })
}

export function lockIdInvalid(text: string): CapstanError {
  return new CapstanError({
    code: 'SWAP_LOCK_ID_INVALID',
    kind: 'usage',
    message: `"${text.slice(0, 80)}" is not a lock: use its id (0x and 64 hex digits) or its number.`,
    suggestions: [campaignStep('swap status')],
  })
}

/** Times in Unix seconds. */
export function refundTooEarly(lockId: string, opens: bigint, now: number): CapstanError {
  return new CapstanError({
    code: 'SWAP_REFUND_TOO_EARLY',
    kind: 'refused',
    message: `Lock ${lockId} can be refunded from ${formatInstant(opens)}; the time of the source chain is ${formatInstant(now)}.`,
    details: { lockId, refundOpens: formatInstant(opens), chainTime: formatInstant(now) },
    suggestions: [campaignStep('swap status', lockId)],
  })
}

export function notRefundable(lockId: string, state: string): CapstanError {
  return new CapstanError({
    code: 'SWAP_NOT_REFUNDABLE',
    kind: 'refused',
    message: `Lock ${lockId} cannot be refunded: it is ${state}.`,
    details: { lockId, state },
    suggestions: [campaignStep('swap status', lockId)],
  })
}

export function notRetirable(lockId: string, state: string): CapstanError {
  return new CapstanError({
    code: 'SWAP_NOT_RETIRABLE',
    kind: 'refused',
    message: `The tokens of lock ${lockId} cannot be retired: it is ${state}.`,
    details: { lockId, state },
    suggestions: [campaignStep('swap status', lockId)],
  })
}

export function quorumMissing(
  lockId: string,
  kind: string,
  have: number,
  quorum: number,
): CapstanError {
  return new CapstanError({
    code: 'SWAP_QUORUM_MISSING',
    kind: 'refused',
    message: `The ${kind} of lock ${lockId} has ${have} of the ${quorum} attestations it needs.`,
    details: { lockId, kind, attestations: have, quorum },
    suggestions: [
      'Wait for the relayers, or name the folder of their files with --attestations DIR.',
    ],
  })
}

export function progressInvalid(file: string, fault: string): CapstanError {
  return new CapstanError({
    code: 'SWAP_PROGRESS_INVALID',
    kind: 'state',
    message: `${file}: ${fault}.`,
    details: { file },
    suggestions: [`Remove ${file}: everything is then read from the chains again.`],
  })
}

/** @param fault as in "is paused". */
export function cannotLock(lockContract: string, fault: string): CapstanError {
  return new CapstanError({
    code: 'SWAP_CANNOT_LOCK',
    kind: 'refused',
    message: `The lock contract ${lockContract} ${fault}. Nothing was sent.`,
    details: { lockContract },
    suggestions: [campaignStep('swap status')],
  })
}

export function reorgWhileReading(chain: Chain, blockNumber: number): CapstanError {
  return new CapstanError({
    code: 'SWAP_REORGANISED',
    kind: 'network',
    message: `Block ${blockNumber} of ${chain.network.name} was replaced while it was read.`,
    details: { network: chain.network.name, blockNumber },
    suggestions: ['Run the command again; ask for more confirmations if it happens often.'],
  })
}

/** The node has fewer settled blocks than an earlier run has read. */
export function nodeBehind(chain: Chain, settled: number, seen: number): CapstanError {
  return new CapstanError({
    code: 'SWAP_NODE_BEHIND',
    kind: 'network',
    message: `${urlsOf(chain)} has settled blocks up to ${settled}, but an earlier run read up to ${seen}.`,
    details: { url: urlsOf(chain), settledBlock: settled, seenBlock: seen },
    suggestions: ['Wait until the node has caught up, or use another one.'],
  })
}

function urlsOf({ rpc }: Chain): string {
  return rpc.urls.map(printableUrl).join(', ')
}
