import type { Prompts } from '../../primitives/prompts.ts'
import { textFacts } from '../../primitives/text-table.ts'
import type { RelayTools } from './relay-tools.ts'

/** Says once what a relayer will sign for; from then on nobody is asked. @throws CANCELLED, ANSWER_NEEDED */
export async function agreeToRelay(
  { swap: { terms, source, target, attestations }, signer, story }: RelayTools,
  prompts: Pick<Prompts, 'confirm'>,
): Promise<void> {
  const place = (network: string, chainId: bigint) => `${network} (chain id ${chainId})`
  story.note(
    textFacts([
      ['relayer', signer.address],
      ['locked on', place(source.chain.network.name, source.chain.chainId)],
      ['lock contract', terms.source.lock],
      ['released on', place(target.chain.network.name, target.chain.chainId)],
      ['release contract', terms.target.release],
      ['attestations', attestations.path],
    ]),
  )
  await prompts.confirm('Relay?')
}
