// Decodes bytes or a hash from the bytes alone: the sender is recovered from the signature and the
// call from the data. Claims of a journal or a node are not repeated.

import { Transaction, type TransactionLike } from 'ethers'
import { hexToBytes } from '../../primitives/hex.ts'
import type { Chain } from '../chain.ts'
import { attemptsOf } from '../journal/attempts.ts'
import type { Journal } from '../journal/journal.ts'
import { quantityToNumber } from '../rpc/quantity.ts'
import { type NodeTransaction, transactionOf } from '../rpc/transactions.ts'
import type { DecodedCall } from '../transactions/intent.ts'
import { decodeCall } from './decode-call.ts'
import { hashUnexpected, notDecodable, transactionNowhere } from './decode-errors.ts'

const HASH_BYTES = 32
const SELECTOR_BYTES = 4

/** Data of a call, and the function it calls. */
export interface DecodedData {
  readonly kind: 'call'
  readonly data: string
  /** `0x` and 8 hex characters; null for a deployment or a plain transfer. */
  readonly selector: string | null
  /** Null if capstan does not know the function. */
  readonly call: DecodedCall | null
}

/** Amounts are in wei. Members that a transaction type does not have are null. */
export interface DecodedTransaction extends Omit<DecodedData, 'kind'> {
  readonly kind: 'transaction'
  readonly foundIn: 'argument' | 'journal' | 'network'
  /** EIP-2718: 0 legacy, 1 with access list (EIP-2930), 2 with a fee market (EIP-1559). */
  readonly transactionType: number
  /** Null in a legacy transaction without replay protection. */
  readonly chainId: bigint | null
  /** Null if it is not signed. */
  readonly hash: string | null
  /** EIP-55, recovered from the signature; null if it is not signed. */
  readonly from: string | null
  /** Null if it deploys a contract. */
  readonly to: string | null
  readonly nonce: number
  readonly valueWei: bigint
  readonly gasLimit: bigint
  readonly maxFeeWei: bigint
  readonly priorityFeeWei: bigint | null
}

export interface DecodePorts {
  readonly journal: () => Promise<Journal>
  /** Used only for a hash that the journal does not have. */
  readonly chain: () => Promise<Chain>
}

/**
 * Decodes a raw transaction, the data of a call, or, by its hash, a transaction of the journal or
 * the network.
 * @throws HEX_INVALID, DATA_NOT_DECODABLE, TX_NOWHERE, TX_HASH_FOREIGN
 */
export async function decode(
  text: string,
  ports: DecodePorts,
): Promise<DecodedData | DecodedTransaction> {
  const bytes = hexToBytes(text, 'argument')
  const data = text.toLowerCase()
  // The shortest unsigned transactions have as many bytes as a hash.
  const transaction = attempt(() => parsed(data))
  if (transaction) return decodedTransaction(transaction, 'argument')
  if (bytes.length === HASH_BYTES) return decodeHash(data, ports)
  if (bytes.length < SELECTOR_BYTES) throw notDecodable(bytes.length)
  return { kind: 'call', ...(await decodedData('', data)) }
}

async function decodeHash(hash: string, ports: DecodePorts): Promise<DecodedTransaction> {
  const row = await (await ports.journal()).find(hash)
  const signed = row && attemptsOf(row).find((one) => one.hash === hash)
  if (signed) return decodedTransaction(Transaction.from(signed.raw), 'journal')
  const chain = await ports.chain()
  const found = await chain.rpc.ask(transactionOf(hash))
  if (!found) throw transactionNowhere(hash, chain.network.name)
  const rebuilt = attempt(() => Transaction.from(fieldsOf(found)))
  if (rebuilt?.hash !== hash) throw hashUnexpected(hash, chain.network.name)
  return decodedTransaction(rebuilt, 'network')
}

async function decodedTransaction(
  transaction: Transaction,
  foundIn: DecodedTransaction['foundIn'],
): Promise<DecodedTransaction> {
  const { type, chainId, nonce, to, value, gasLimit, data, hash, from } = transaction
  return {
    kind: 'transaction',
    foundIn,
    transactionType: type ?? 0,
    chainId: chainId === 0n ? null : chainId,
    ...{ hash, from, to, nonce, gasLimit },
    valueWei: value,
    maxFeeWei: transaction.maxFeePerGas ?? transaction.gasPrice ?? 0n,
    priorityFeeWei: transaction.maxPriorityFeePerGas,
    ...(await decodedData(to, data)),
  }
}

async function decodedData(to: string | null, data: string): Promise<Omit<DecodedData, 'kind'>> {
  const isCall = to !== null && data.length >= 2 + 2 * SELECTOR_BYTES
  const selector = isCall ? data.slice(0, 2 + 2 * SELECTOR_BYTES) : null
  return { data, selector, call: await decodeCall({ to, data }) }
}

/** An invalid signature shows only when hash and sender are read. */
function parsed(raw: string): Transaction | undefined {
  const transaction = Transaction.from(raw)
  const isWhole = transaction.hash === null || transaction.from !== null
  return isWhole ? transaction : undefined
}

function fieldsOf(found: NodeTransaction): TransactionLike {
  const type = quantityToNumber(found.type ?? '0x0')
  const { nonce, to, input, value, gas, r, s } = found
  return {
    type,
    ...{ to, value, data: input, gasLimit: gas, nonce: quantityToNumber(nonce) },
    ...(found.chainId !== undefined && { chainId: found.chainId }),
    ...(type === 2
      ? {
          maxFeePerGas: found.maxFeePerGas ?? null,
          maxPriorityFeePerGas: found.maxPriorityFeePerGas ?? null,
        }
      : { gasPrice: found.gasPrice ?? null }),
    ...(type > 0 && { accessList: found.accessList ?? [] }),
    signature: { r: padded(r), s: padded(s), v: found.v },
  }
}

/** Quantities have no leading zeros; the words of a signature do. */
function padded(quantity: string): string {
  return `0x${quantity.slice(2).padStart(64, '0')}`
}

function attempt<T>(work: () => T): T | undefined {
  try {
    return work()
  } catch {
    return undefined
  }
}
