import type { Interface } from 'ethers'
import { checksumAddress } from '../../primitives/address.ts'
import type { SimulatedLog } from '../plan/plan-effects.ts'
import { knownEvents } from './decode-call.ts'

let events: Promise<Interface> | undefined

/** An event in words, by the ABIs that capstan ships: `OwnershipTransferred(0x…, 0x…) of 0x…`. */
export async function eventText({ address, topics, data }: SimulatedLog): Promise<string> {
  events ??= load()
  const emitter = checksumAddress(address)
  const event = attempt(await events, topics, data)
  if (event) return `${event.name}(${event.args.map(textOf).join(', ')}) of ${emitter}`
  return topics[0] === undefined
    ? `a nameless event of ${emitter}`
    : `an unknown event ${topics[0]} of ${emitter}`
}

async function load(): Promise<Interface> {
  const { Interface } = await import('ethers')
  return new Interface(await knownEvents())
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
