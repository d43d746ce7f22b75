import { bytesToHex, hexToBytes } from '../../primitives/hex.ts'
import { keccak256Hex } from '../../primitives/keccak.ts'
import type { Chain } from '../chain.ts'
import { isSymbol } from '../networks/network-file.ts'
import { quantityToNumber, toQuantity } from '../rpc/quantity.ts'
import { resultOf } from '../transactions/fees.ts'
import type { PlanAsset } from './plan.ts'
import type { SimulationBase } from './plan-simulation.ts'

/** More decimals than any amount has digits mean nothing. */
const MOST_DECIMALS = 77

/** What a plan rests on, all at one block. */
export interface PlanFacts extends SimulationBase {
  readonly hash: string
  /** keccak256 of the code at each of the accounts asked for; null where there is none. */
  readonly codeHashes: ReadonlyMap<string, string | null>
}

export async function readPlanFacts(
  { rpc }: Pick<Chain, 'rpc'>,
  from: string,
  targets: readonly (string | null)[],
  blockNumber: number,
): Promise<PlanFacts> {
  const at = toQuantity(blockNumber)
  const accounts = [...new Set(targets.filter((target) => target !== null))]
  const [block, senderCode, ...codes] = await rpc.batch([
    { method: 'eth_getBlockByNumber', params: [at, false] },
    ...[from, ...accounts].map((account) => ({ method: 'eth_getCode', params: [account, at] })),
  ])
  const { hash, timestamp } = resultOf<{ hash: string; timestamp: string }>(block)
  return {
    number: blockNumber,
    hash,
    timestampSeconds: quantityToNumber(timestamp),
    senderCode: resultOf<string>(senderCode),
    codeHashes: new Map(
      accounts.map((account, index) => [account, codeHash(resultOf<string>(codes[index]))]),
    ),
  }
}

/** keccak256 of code, null of none. */
export function codeHash(code: string): string | null {
  return code === '0x' ? null : keccak256Hex(hexToBytes(code, 'code'))
}

/** How amounts of native coin and of tokens are shown; tokens that do not say are left out. */
export async function readAssets(
  { rpc, network: { symbol, decimals } }: Pick<Chain, 'rpc' | 'network'>,
  assets: Iterable<string>,
): Promise<PlanAsset[]> {
  const tokens = [...new Set(assets)].filter((asset) => asset !== 'native').sort()
  const calls = tokens.flatMap((token) =>
    [SYMBOL, DECIMALS].map((data) => ({
      method: 'eth_call',
      params: [{ to: token, data }, 'latest'],
    })),
  )
  const answers = await rpc.batch(calls)
  const texts = answers.map((answer) => ('result' in answer ? String(answer.result) : '0x'))
  const named = tokens.flatMap((asset, index) => {
    const found = { symbol: textOf(texts[2 * index]), decimals: numberOf(texts[2 * index + 1]) }
    const { symbol: name, decimals: places } = found
    return isSymbol(name) && places !== null ? [{ asset, symbol: name, decimals: places }] : []
  })
  return [{ asset: 'native', symbol, decimals }, ...named]
}

/** Selectors of `symbol()` and `decimals()` (EIP-20). */
const SYMBOL = '0x95d89b41'
const DECIMALS = '0x313ce567'

function numberOf(data = '0x'): number | null {
  if (!/^0x[0-9a-f]{64}$/i.test(data)) return null
  const value = BigInt(data)
  return value <= MOST_DECIMALS ? Number(value) : null
}

/** An ABI-encoded string; before that was the standard, some tokens gave 32 bytes. */
function textOf(data = '0x'): string {
  if (!/^0x(?:[0-9a-f]{64})+$/i.test(data)) return ''
  const bytes = Buffer.from(data.slice(2), 'hex')
  if (bytes.length === 32) return bytes.toString('utf8').replace(/\0+$/, '')
  const length = Number(BigInt(bytesToHex(bytes.subarray(32, 64))))
  return bytes.subarray(64, 64 + length).toString('utf8')
}
