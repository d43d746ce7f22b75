import type { LogDescription } from 'ethers'
import type { Chain } from '../../chain/chain.ts'
import { decodeCall } from '../../chain/decode/decode-call.ts'
import type { ContractLog } from '../../chain/rpc/logs.ts'
import { bytesToHex } from '../../primitives/hex.ts'
import type { HistoryEntry } from '../driver.ts'
import { LIST_STATUSES, OPERATION_CLASSES } from '../policy/policy.ts'
import type { ProposalTerms } from '../proposal/proposal.ts'
import { GRADED, gradedAt } from './graded-contract.ts'
import { gradedLogs } from './graded-logs.ts'
import { gradedScheme } from './graded-scheme.ts'
import { joinedNonce } from './keyed-nonce.ts'

/** The events of a multisig, oldest first. @throws MULTISIG_MISSING, MULTISIG_FOREIGN */
export async function gradedHistory(chain: Chain, multisig: string): Promise<HistoryEntry[]> {
  const { blockNumber } = await gradedAt(chain, multisig)
  const entries: HistoryEntry[] = []
  for await (const log of gradedLogs(chain, { multisig, toBlock: blockNumber })) {
    const event = GRADED.parseLog({ topics: [...log.topics], data: log.data })
    if (!event) continue
    const names = event.fragment.inputs.map(({ name }) => name)
    const details = names.flatMap((name) =>
      name === 'digest' || name === 'proposal'
        ? []
        : [[name, detailText(name, event.args.getValue(name))]],
    )
    entries.push({
      blockNumber: log.blockNumber,
      transactionHash: log.transactionHash,
      event: event.name,
      digest: names.includes('digest') ? String(event.args.getValue('digest')) : null,
      details: Object.fromEntries(details),
    })
  }
  return entries.reverse()
}

/** Names, as in policy files, of values that the contract numbers. */
const NAMES: Readonly<Record<string, readonly string[]>> = {
  class: OPERATION_CLASSES,
  standing: LIST_STATUSES,
}

function detailText(name: string, value: unknown): string {
  return NAMES[name]?.[Number(value)] ?? textOf(value)
}

function textOf(value: unknown): string {
  return Array.isArray(value) ? `[${[...value].map(textOf).join(', ')}]` : String(value)
}

/** A proposal that an owner published on chain; ignores events whose content has another digest. */
export async function findPublished(
  chain: Chain,
  multisig: string,
  digest: string,
): Promise<ProposalTerms | undefined> {
  const { blockNumber: toBlock } = await gradedAt(chain, multisig)
  const events = ['ProposalPublished']
  for await (const log of gradedLogs(chain, { multisig, events, toBlock })) {
    if (log.topics[1] !== digest) continue
    const terms = await publishedTerms(chain.chainId, multisig, log)
    if (gradedScheme.digest(terms) === digest) return terms
  }
  return undefined
}

async function publishedTerms(
  chainId: bigint,
  multisig: string,
  { topics, data }: ContractLog,
): Promise<ProposalTerms> {
  const event = GRADED.parseLog({ topics: [...topics], data })
  const { calls, key, sequence, expiresAt } = (event as LogDescription).args.getValue(
    'proposal',
  ) as {
    readonly calls: readonly { to: string; value: bigint; data: string }[]
    readonly key: bigint
    readonly sequence: bigint
    readonly expiresAt: bigint
  }
  const named = calls.map(async ({ to, value, data: callData }) => {
    const bytes = bytesToHex(Buffer.from(callData.slice(2), 'hex'))
    return { to, valueWei: value, data: bytes, decoded: await decodeCall({ to, data: bytes }) }
  })
  return {
    ...{ driver: 'graded', chainId, multisig, fields: {} },
    calls: await Promise.all(named),
    nonce: joinedNonce({ key, sequence }),
    expiresAtSeconds: expiresAt === 0n ? null : Number(expiresAt),
  }
}
