import { checksumAddress } from '../../primitives/address.ts'
import { APPROVAL_TOPIC, TRANSFER_TOPIC } from '../erc20/erc20.ts'
import type { SimulatedLog } from '../rpc/simulation.ts'
import type { Effect, Intent } from '../transactions/intent.ts'
import type { Approval } from './plan.ts'

/** The address in logs by which `traceTransfers` of `eth_simulateV1` reports native coin (ERC-7528). */
const NATIVE_EMITTER = '0xeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeee'
/** The event and two indexed addresses; an ERC-721 token has one more topic. */
const TOPICS = 3
const WORD = /^0x[0-9a-f]{64}$/i

/** Are effects or approvals read from this log? */
export function isMovement({ topics, data }: SimulatedLog): boolean {
  const isKnown = topics[0] === TRANSFER_TOPIC || topics[0] === APPROVAL_TOPIC
  return isKnown && topics.length === TOPICS && WORD.test(data)
}

/** The changes that logs show: net amounts by asset and account, and allowances. */
export function observedEffects(logs: readonly SimulatedLog[]): {
  readonly effects: readonly Effect[]
  readonly approvals: readonly Approval[]
} {
  const net = new Map<string, Effect>()
  const approvals = new Map<string, Approval>()
  for (const { address, topics, data } of logs) {
    if (topics.length !== TOPICS || !WORD.test(data)) continue
    const [event, from, to] = topics as [string, string, string]
    const amount = BigInt(data)
    const isNative = address.toLowerCase() === NATIVE_EMITTER
    const asset = isNative ? 'native' : checksumAddress(address)
    if (event === TRANSFER_TOPIC) {
      add(net, accountOf(from), asset, -amount)
      add(net, accountOf(to), asset, amount)
    } else if (event === APPROVAL_TOPIC && !isNative) {
      const [owner, spender] = [accountOf(from), accountOf(to)]
      const approval = { asset, owner, spender, amountBaseUnits: amount }
      approvals.set(`${asset} ${owner} ${spender}`, approval)
    }
  }
  const changes = [...net.values()].filter(({ deltaBaseUnits }) => deltaBaseUnits !== 0n)
  return { effects: sorted(changes), approvals: [...approvals.values()].sort(byText) }
}

/** The effects that an intent states, if no node can show them: its value, and those of its topic. */
export function statedEffects(from: string, intent: Intent, contract: string | null): Effect[] {
  const net = new Map<string, Effect>()
  const to = intent.to ?? contract
  add(net, from, 'native', -intent.valueWei)
  if (to !== null) add(net, to, 'native', intent.valueWei)
  for (const { account, asset, deltaBaseUnits } of intent.effects ?? []) {
    add(net, account, asset, deltaBaseUnits)
  }
  return sorted([...net.values()].filter(({ deltaBaseUnits }) => deltaBaseUnits !== 0n))
}

function add(net: Map<string, Effect>, account: string, asset: string, delta: bigint): void {
  const key = `${asset} ${account}`
  const deltaBaseUnits = (net.get(key)?.deltaBaseUnits ?? 0n) + delta
  net.set(key, { account, asset, deltaBaseUnits })
}

function accountOf(topic: string): string {
  return checksumAddress(`0x${topic.slice(-40)}`)
}

function sorted(effects: readonly Effect[]): Effect[] {
  return [...effects].sort((a, b) => compare(a.asset, b.asset) || compare(a.account, b.account))
}

function byText(a: Approval, b: Approval): number {
  return compare(a.asset, b.asset) || compare(a.owner, b.owner) || compare(a.spender, b.spender)
}

function compare(a: string, b: string): number {
  return a < b ? -1 : Number(a > b)
}
