import { readTokenCall } from '../../keystore/policy/token-calls.ts'
import { parseAddress } from '../../primitives/address.ts'
import type { Call } from '../proposal/proposal.ts'

/** Whom calls go to, and whom they pay or let take something; each once, EIP-55. */
export function partiesOf(calls: readonly Call[]): string[] {
  const parties = calls.flatMap(({ to, data }) => {
    const grant = readTokenCall(data)
    return grant ? [to, grant.beneficiary] : [to]
  })
  return [...new Set(parties)].map((party) => parseAddress(party))
}
