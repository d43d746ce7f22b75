import { isRpcError } from '../../chain/chain-errors.ts'
import { toQuantity } from '../../chain/rpc/quantity.ts'
import type { Rpc } from '../../chain/rpc/rpc.ts'
import { CapstanError } from '../../primitives/capstan-error.ts'
import { hexToBytes } from '../../primitives/hex.ts'
import { readUint256 } from '../../primitives/uint256.ts'
import { archiveStateMissing, tokenNotAContract, tokenNotErc20 } from './snapshot-errors.ts'

const WORD_BYTES = 32
const MOST_NAME_CHARACTERS = 64

// First four bytes of keccak256 of the signatures (EIP-20; paused and owner of OpenZeppelin).
const SELECTORS = {
  'name()': '0x06fdde03',
  'symbol()': '0x95d89b41',
  'decimals()': '0x313ce567',
  'totalSupply()': '0x18160ddd',
  'paused()': '0x5c975abb',
  'owner()': '0x8da5cb5b',
} as const

/** What a token says about itself at one block. */
export interface TokenFacts {
  readonly name: string
  readonly symbol: string
  readonly decimals: number
  /** Base units. */
  readonly totalSupply: bigint
  /** Null where the token cannot be paused. */
  readonly paused: boolean | null
  /** 0x and 40 lower-case hex digits; null where it has none. */
  readonly owner: string | null
}

/** A block number, or `latest` where the node keeps no older state. */
export type StateBlock = number | 'latest'

/** Whether the node can answer for the state of a block. @throws TOKEN_NOT_A_CONTRACT */
export async function hasState(rpc: Rpc, token: string, block: number): Promise<boolean> {
  try {
    await assertContract(rpc, token, block)
    return true
  } catch (error) {
    if (isRpcError(error)) return false
    throw error
  }
}

/** @throws TOKEN_NOT_A_CONTRACT, ARCHIVE_STATE_MISSING */
export async function assertState(rpc: Rpc, token: string, block: number): Promise<void> {
  try {
    await assertContract(rpc, token, block)
  } catch (error) {
    throw isRpcError(error) ? archiveStateMissing(block, error) : error
  }
}

/** @throws TOKEN_NOT_A_CONTRACT, RPC_ERROR if the node has no state there */
async function assertContract(rpc: Rpc, token: string, block: number): Promise<void> {
  const code = await rpc.request<string>('eth_getCode', [token, blockTag(block)])
  if (code === '0x') throw tokenNotAContract(token, block)
}

/** @throws TOKEN_NOT_ERC20 if it has no decimals or no total supply. */
export async function readTokenFacts(
  rpc: Rpc,
  token: string,
  block: StateBlock,
): Promise<TokenFacts> {
  const ask = (call: keyof typeof SELECTORS) => callView(rpc, token, SELECTORS[call], block)
  const [name, symbol, decimals, totalSupply, paused, owner] = await Promise.all([
    ask('name()'),
    ask('symbol()'),
    ask('decimals()'),
    ask('totalSupply()'),
    ask('paused()'),
    ask('owner()'),
  ])
  const decimalsValue = wordOf(decimals)
  if (decimalsValue === undefined || decimalsValue > 77n) throw tokenNotErc20(token, 'decimals()')
  const supply = wordOf(totalSupply)
  if (supply === undefined) throw tokenNotErc20(token, 'totalSupply()')
  const isPaused = wordOf(paused)
  return {
    name: textOf(name),
    symbol: textOf(symbol),
    decimals: Number(decimalsValue),
    totalSupply: supply,
    paused: isPaused === undefined || isPaused > 1n ? null : isPaused === 1n,
    owner: addressOf(owner),
  }
}

/** Whether the token is paused now; null where it cannot be. */
export async function isPausedNow(rpc: Rpc, token: string): Promise<boolean | null> {
  const paused = wordOf(await callView(rpc, token, SELECTORS['paused()'], 'latest'))
  return paused === undefined || paused > 1n ? null : paused === 1n
}

export function blockTag(block: StateBlock): string {
  return block === 'latest' ? block : toQuantity(block)
}

/** The bytes a view returns, or undefined when it reverts or does not exist. */
async function callView(
  rpc: Rpc,
  token: string,
  data: string,
  block: StateBlock,
): Promise<Uint8Array | undefined> {
  try {
    const call = { to: token, data }
    const bytes = hexToBytes(await rpc.request<string>('eth_call', [call, blockTag(block)]))
    return bytes.length === 0 ? undefined : bytes
  } catch (error) {
    if (isRpcError(error)) return undefined
    if (error instanceof CapstanError && error.code === 'HEX_INVALID') return undefined
    throw error
  }
}

function wordOf(bytes: Uint8Array | undefined): bigint | undefined {
  return bytes && bytes.length >= WORD_BYTES ? readUint256(bytes, 0) : undefined
}

function addressOf(bytes: Uint8Array | undefined): string | null {
  const word = wordOf(bytes)
  if (word === undefined || word === 0n || word >> 160n !== 0n) return null
  return `0x${word.toString(16).padStart(40, '0')}`
}

/** An ABI string, or the bytes32 that tokens of 2016 and 2017 answer. */
function textOf(bytes: Uint8Array | undefined): string {
  if (!bytes || bytes.length < WORD_BYTES) return ''
  if (bytes.length === WORD_BYTES) return printable(bytes)
  const offset = readUint256(bytes, 0)
  if (offset + BigInt(WORD_BYTES) > BigInt(bytes.length)) return ''
  const start = Number(offset) + WORD_BYTES
  const length = readUint256(bytes, Number(offset))
  if (BigInt(start) + length > BigInt(bytes.length)) return ''
  return printable(bytes.subarray(start, start + Number(length)))
}

/** Anybody can deploy a token: its name must not be able to steer a terminal. */
function printable(bytes: Uint8Array): string {
  const text = Buffer.from(bytes).toString('utf8')
  return text.replace(/[\p{C}\p{Zl}\p{Zp}\ufffd]/gu, '').slice(0, MOST_NAME_CHARACTERS)
}
