import { hexToBytes } from '../../primitives/hex.ts'
import { readUint256, UINT256_BYTES } from '../../primitives/uint256.ts'
import type { Chain } from '../chain.ts'
import { isRpcError } from '../chain-errors.ts'
import { isSymbol } from '../networks/network-file.ts'
import type { BlockTag } from '../rpc/blocks.ts'
import { callAt } from '../rpc/calls.ts'
import type { Rpc } from '../rpc/rpc.ts'
import { tokenCall } from './erc20.ts'
import { tokenNotErc20 } from './erc20-errors.ts'

const MAX_NAME_CHARACTERS = 64
/** No amount has more digits than this, so more decimals mean nothing. */
const MAX_DECIMALS = 77n

/** What a token says about itself at one block. */
export interface TokenFacts {
  readonly name: string
  readonly symbol: string
  readonly decimals: number
  /** Base units. */
  readonly totalSupply: bigint
  /** Null if the token cannot be paused. */
  readonly paused: boolean | null
  /** 0x and 40 lower-case hex digits; null if it has none. */
  readonly owner: string | null
}

/** How amounts of an asset are shown. */
export interface AssetUnit {
  /** `native`, or a token as EIP-55. */
  readonly asset: string
  readonly symbol: string
  readonly decimals: number
}

const FACTS = ['name', 'symbol', 'decimals', 'totalSupply', 'paused', 'owner'] as const

/** @throws TOKEN_NOT_ERC20 if it has no decimals or no total supply */
export async function readTokenFacts(
  rpc: Pick<Rpc, 'ask'>,
  token: string,
  at: BlockTag,
): Promise<TokenFacts> {
  const [name, symbol, decimals, totalSupply, paused, owner] = await Promise.all(
    FACTS.map((view) => tryView(rpc, token, view, at)),
  )
  const decimalsValue = decimalsOf(decimals)
  if (decimalsValue === undefined) throw tokenNotErc20(token, 'decimals()')
  const supply = wordOf(totalSupply)
  if (supply === undefined) throw tokenNotErc20(token, 'totalSupply()')
  return {
    name: printable(textOf(name)),
    symbol: printable(textOf(symbol)),
    decimals: decimalsValue,
    totalSupply: supply,
    paused: flagOf(paused),
    owner: addressOf(owner),
  }
}

/** Is the token paused now? Null if it cannot be. */
export async function isPausedNow(rpc: Pick<Rpc, 'ask'>, token: string): Promise<boolean | null> {
  return flagOf(await tryView(rpc, token, 'paused', 'latest'))
}

/** How amounts of native coin and tokens are shown; without tokens that do not say. */
export async function readAssets(
  { rpc, network: { symbol, decimals } }: Pick<Chain, 'rpc' | 'network'>,
  assets: Iterable<string>,
): Promise<AssetUnit[]> {
  const tokens = [...new Set(assets)].filter((asset) => asset !== 'native').sort()
  const calls = tokens.flatMap((token) => [
    callAt({ to: token, data: tokenCall('symbol') }, 'latest'),
    callAt({ to: token, data: tokenCall('decimals') }, 'latest'),
  ])
  const answers = (await rpc.batch(calls)).map((answer) =>
    'result' in answer ? hexToBytes(answer.result) : undefined,
  )
  const named = tokens.flatMap((asset, index) => {
    const name = textOf(answers[2 * index])
    const places = decimalsOf(answers[2 * index + 1])
    const isKnown = isSymbol(name) && places !== undefined
    return isKnown ? [{ asset, symbol: name, decimals: places }] : []
  })
  return [{ asset: 'native', symbol, decimals }, ...named]
}

/** The bytes that a view returns; undefined if it reverts or does not exist. */
async function tryView(
  rpc: Pick<Rpc, 'ask'>,
  token: string,
  view: (typeof FACTS)[number],
  at: BlockTag,
): Promise<Uint8Array | undefined> {
  try {
    return hexToBytes(await rpc.ask(callAt({ to: token, data: tokenCall(view) }, at)))
  } catch (error) {
    if (isRpcError(error)) return undefined
    throw error
  }
}

function wordOf(bytes: Uint8Array = new Uint8Array()): bigint | undefined {
  return bytes.length >= UINT256_BYTES ? readUint256(bytes, 0) : undefined
}

function decimalsOf(bytes: Uint8Array | undefined): number | undefined {
  const value = wordOf(bytes)
  return value === undefined || value > MAX_DECIMALS ? undefined : Number(value)
}

function flagOf(bytes: Uint8Array | undefined): boolean | null {
  const value = wordOf(bytes)
  return value === undefined || value > 1n ? null : value === 1n
}

function addressOf(bytes: Uint8Array | undefined): string | null {
  const value = wordOf(bytes)
  if (value === undefined || value === 0n || value >> 160n !== 0n) return null
  return `0x${value.toString(16).padStart(40, '0')}`
}

/** An ABI string, or the bytes32 that tokens of 2016 and 2017 return. */
function textOf(bytes: Uint8Array = new Uint8Array()): string {
  if (bytes.length < UINT256_BYTES) return ''
  if (bytes.length === UINT256_BYTES) return utf8(bytes).replace(/\0+$/, '')
  const offset = readUint256(bytes, 0)
  if (offset + BigInt(UINT256_BYTES) > BigInt(bytes.length)) return ''
  const start = Number(offset) + UINT256_BYTES
  const length = readUint256(bytes, Number(offset))
  if (BigInt(start) + length > BigInt(bytes.length)) return ''
  return utf8(bytes.subarray(start, start + Number(length)))
}

function utf8(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString('utf8')
}

/** Anybody can deploy a token: its name must not contain control characters. */
function printable(text: string): string {
  return text.replace(/[\p{C}\p{Zl}\p{Zp}\ufffd]/gu, '').slice(0, MAX_NAME_CHARACTERS)
}
