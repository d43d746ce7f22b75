import { decodeCall } from '../../chain/decode/decode-call.ts'
import type { Call } from './proposal.ts'

/**
 * Functions that have their names from the proposer, a line each. The bytes fit the name, but a fitting
 * name can be found for any function: only its selector is proved.
 */
export async function namedFunctions(calls: readonly Call[]): Promise<string[]> {
  const lines = new Map<string, Call>()
  for (const call of calls) {
    const { to, data, decoded } = call
    if (decoded === null) continue
    const selector = data.slice(0, 10)
    lines.set(`${decoded.signature} is the proposer's name for function ${selector} of ${to}`, call)
  }
  const known = await Promise.all([...lines.values()].map(decodeCall))
  return [...lines.keys()].filter((_, index) => known[index] === null)
}
