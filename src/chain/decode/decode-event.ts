import type { Interface } from 'ethers'
import { checksumAddress } from '../../primitives/address.ts'
import type { SimulatedLog } from '../rpc/simulation.ts'
import { knownEvents } from './decode-call.ts'
import { SAFE_EVENTS } from './safe-abi.ts'

let events: Promise<readonly Interface[]> | undefined

/**
 * An event in words, by the ABIs that capstan ships, and the Safe's:
 * `OwnershipTransferred(0x…, 0x…) of 0x…`.
 */
export async function eventText({ address, topics, data }: SimulatedLog): Promise<string> {
  events ??= load()
  const emitter = checksumAddress(address)
  const event = (await events).map((known) => attempt(known, topics, data)).find(Boolean)
  if (event) return `${event.name}(${event.args.map(textOf).join(', ')}) of ${emitter}`
  return topics[0] === undefined
    ? `an anonymous event of ${emitter}`
    : `an unknown event ${topics[0]} of ${emitter}`
}

/** One list each, as another release may index an event differently. */
async function load(): Promise<Interface[]> {
  const { Interface } = await import('ethers')
  const lists = [await knownEvents(), ...Object.values(SAFE_EVENTS)]
  return lists.map((list) => new Interface(list))
}

function attempt(known: Interface, topics: readonly string[], data: string) {
  try {
    return known.parseLog({ topics: [...topics], data })
  } catch {
    return null
  }
}

function textOf(value: unknown): string {
  return Array.isArray(value) ? `[${[...value].map(textOf).join(', ')}]` : String(value)
}
