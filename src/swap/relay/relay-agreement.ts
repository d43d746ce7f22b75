import type { Agreement } from '../../chain/transactions/tools.ts'
import type { RelayTools } from './relay-tools.ts'

/** What the operator agrees to once; every later signature follows from it. */
export function relayAgreement({
  swap: { terms, source, target, attestations },
  signer,
}: RelayTools): Agreement {
  const place = (network: string, chainId: bigint) => `${network} (chain id ${chainId})`
  return {
    facts: [
      ['relayer', signer.address],
      ['locked on', place(source.chain.network.name, source.chain.chainId)],
      ['lock contract', terms.source.lock],
      ['released on', place(target.chain.network.name, target.chain.chainId)],
      ['release contract', terms.target.release],
      ['attestations', attestations.path],
    ],
    question: 'Relay?',
  }
}
