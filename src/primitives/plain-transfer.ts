import {
  decodeRlpList,
  encodeRlpList,
  RLP_EMPTY_LIST,
  type RlpItem,
  rlpNumber,
  trimZeros,
} from './rlp.ts'
import { readUint256, UINT256_BYTES, writeUint256 } from './uint256.ts'

const EIP_1559_TYPE = 2
const NOTHING = new Uint8Array()
const DYNAMIC_FEE_ITEMS = 12
const LEGACY_ITEMS = 9

/** What all transfers of one book share. Prices are of a unit of gas, in wei. */
export interface TransferTerms {
  readonly chainId: bigint
  /** 2 for EIP-1559; 0 for EIP-155, where the price is `maxFeeWei`. */
  readonly type: 0 | 2
  readonly gasLimit: bigint
  readonly maxFeeWei: bigint
  readonly priorityFeeWei: bigint
}

/** One transfer of native coin, with no data. */
export interface PlainTransfer {
  readonly nonce: number
  /** 20 bytes. */
  readonly to: Uint8Array
  readonly valueWei: bigint
}

/** An ECDSA signature over secp256k1. */
export interface TransferSignature {
  /** r and s, 32 bytes each. */
  readonly compact: Uint8Array
  readonly yParity: number
}

/** The bytes whose keccak256 is signed (EIP-1559, EIP-155). */
export function unsignedTransfer(terms: TransferTerms, transfer: PlainTransfer): Uint8Array {
  if (terms.type === EIP_1559_TYPE) {
    return encodeRlpList(dynamicFeeItems(terms, transfer), EIP_1559_TYPE)
  }
  return encodeRlpList([
    ...legacyItems(terms, transfer),
    rlpNumber(terms.chainId),
    NOTHING,
    NOTHING,
  ])
}

/** The raw signed transaction, as `eth_sendRawTransaction` takes it. */
export function signedTransfer(
  terms: TransferTerms,
  transfer: PlainTransfer,
  { compact, yParity }: TransferSignature,
): Uint8Array {
  const r = trimZeros(compact.subarray(0, UINT256_BYTES))
  const s = trimZeros(compact.subarray(UINT256_BYTES))
  if (terms.type === EIP_1559_TYPE) {
    const items = dynamicFeeItems(terms, transfer)
    return encodeRlpList([...items, rlpNumber(yParity), r, s], EIP_1559_TYPE)
  }
  const v = terms.chainId * 2n + 35n + BigInt(yParity)
  return encodeRlpList([...legacyItems(terms, transfer), rlpNumber(v), r, s])
}

/**
 * The signature of a raw transaction if it is exactly this transfer under these terms, to the last
 * byte; else undefined. Whose signature it is, is another question.
 */
export function signatureOfTransfer(
  raw: Uint8Array,
  terms: TransferTerms,
  transfer: PlainTransfer,
): TransferSignature | undefined {
  const isDynamic = terms.type === EIP_1559_TYPE
  const items = decodeRlpList(isDynamic ? raw.subarray(1) : raw)
  if (items?.length !== (isDynamic ? DYNAMIC_FEE_ITEMS : LEGACY_ITEMS)) return undefined
  const [v, r, s] = items.slice(-3).map(numberOf)
  if (v === undefined || r === undefined || s === undefined) return undefined
  const yParity = isDynamic ? Number(v) : Number(v - terms.chainId * 2n - 35n)
  if (yParity !== 0 && yParity !== 1) return undefined
  const compact = new Uint8Array(2 * UINT256_BYTES)
  writeUint256(r, compact, 0)
  writeUint256(s, compact, UINT256_BYTES)
  const signature = { compact, yParity }
  const isSame = Buffer.compare(signedTransfer(terms, transfer, signature), raw) === 0
  return isSame ? signature : undefined
}

function dynamicFeeItems(terms: TransferTerms, { nonce, to, valueWei }: PlainTransfer): RlpItem[] {
  return [
    rlpNumber(terms.chainId),
    rlpNumber(nonce),
    rlpNumber(terms.priorityFeeWei),
    rlpNumber(terms.maxFeeWei),
    rlpNumber(terms.gasLimit),
    to,
    rlpNumber(valueWei),
    NOTHING,
    RLP_EMPTY_LIST,
  ]
}

function legacyItems(terms: TransferTerms, { nonce, to, valueWei }: PlainTransfer): RlpItem[] {
  return [
    rlpNumber(nonce),
    rlpNumber(terms.maxFeeWei),
    rlpNumber(terms.gasLimit),
    to,
    rlpNumber(valueWei),
    NOTHING,
  ]
}

function numberOf(item: RlpItem): bigint | undefined {
  if (item === RLP_EMPTY_LIST || item.length > UINT256_BYTES) return undefined
  const bytes = new Uint8Array(UINT256_BYTES)
  bytes.set(item, UINT256_BYTES - item.length)
  return readUint256(bytes, 0)
}
