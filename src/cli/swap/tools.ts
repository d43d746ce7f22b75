import { join, resolve } from 'node:path'
import { Flags } from '@oclif/core'
import type { Chain } from '../../chain/chain.ts'
import type { Campaign } from '../../migration/campaign/campaign.ts'
import { campaignFiles } from '../../migration/campaign/campaign-files.ts'
import { AttestationFolder } from '../../swap/files/attestation-folder.ts'
import type { RelayTools } from '../../swap/relay/relay-tools.ts'
import type { Swap, SwapPlace, SwapSide, SwapTerms } from '../../swap/swap.ts'
import { swapMissing } from '../../swap/swap-errors.ts'
import type { SendFlags, SendSession } from '../frame/send-session.ts'

/** Which swap, and the endpoints of its two chains. */
export const swapFlags = {
  campaign: Flags.string({
    char: 'c',
    summary: 'Folder of the campaign, or its migration.yaml.',
    default: '.',
    helpValue: 'DIR|FILE',
  }),
  'source-rpc-url': Flags.string({
    summary: "Endpoint of the source chain instead of the campaign's; repeat it for several.",
    multiple: true,
    multipleNonGreedy: true,
    helpGroup: 'CHAIN',
    helpValue: 'URL',
  }),
  'target-rpc-url': Flags.string({
    summary: "Endpoint of the target chain instead of the campaign's; repeat it for several.",
    multiple: true,
    multipleNonGreedy: true,
    helpGroup: 'CHAIN',
    helpValue: 'URL',
  }),
  attestations: Flags.string({
    summary: "Folder that the relayers share (default the campaign's).",
    helpValue: 'DIR',
  }),
}

/** Which of the two contracts. */
export const sideFlag = Flags.option({
  options: ['source', 'target'] as const,
  summary: 'The lock contract on the source chain, or the release contract on the target chain.',
  required: true,
})()

interface SwapFlags {
  readonly 'source-rpc-url'?: readonly string[] | undefined
  readonly 'target-rpc-url'?: readonly string[] | undefined
  readonly attestations?: string | undefined
}

/** @throws SWAP_MISSING */
export function swapTermsOf({ swap, path }: Pick<Campaign, 'swap' | 'path'>): SwapTerms {
  if (!swap) throw swapMissing(path)
  return swap
}

/** The flags of a command that sends on one side of the swap. */
export function onSide(
  flags: SwapFlags & SendFlags,
  campaign: Campaign,
  side: 'source' | 'target',
): SendFlags {
  const place = swapTermsOf(campaign)[side]
  const urls = flags[`${side}-rpc-url`] ?? place.rpcUrls
  return { ...flags, network: place.network, 'rpc-url': urls.length > 0 ? urls : undefined }
}

/** Both chains of the swap, each endpoint also by itself. */
export async function openSwap(
  session: SendSession,
  campaign: Campaign,
  flags: SwapFlags,
): Promise<Swap> {
  const terms = swapTermsOf(campaign)
  return {
    terms,
    source: await openSide(session, terms.source, flags['source-rpc-url']),
    target: await openSide(session, terms.target, flags['target-rpc-url']),
    attestations: new AttestationFolder(attestationsPath(campaign, flags.attestations)),
  }
}

/** For the command that attests as a relayer and releases. */
export async function relayTools(
  session: SendSession,
  campaign: Campaign,
  flags: SwapFlags,
): Promise<RelayTools> {
  const signer = await session.signer()
  return {
    swap: await openSwap(session, campaign, flags),
    signer,
    transactions: await session.transactions(),
    journal: await session.journal(),
    policy: await session.policy(),
    story: session.story,
    progressFile: progressPath(campaign, signer.address),
  }
}

/** @param given as with `--attestations`, relative to where the command runs. */
function attestationsPath(campaign: Campaign, given: string | undefined): string {
  if (given !== undefined) return resolve(given)
  const own = campaign.swap?.attestations ?? campaignFiles(campaign).swapAttestations
  return resolve(campaign.directory, own)
}

/** File of a relayer's progress. */
function progressPath(campaign: Campaign, relayer: string): string {
  return join(campaignFiles(campaign).out, 'swap', `progress-${relayer.toLowerCase()}.json`)
}

async function openSide(
  session: SendSession,
  place: SwapPlace,
  given: readonly string[] = place.rpcUrls,
): Promise<SwapSide> {
  const chain = await session.chainOf(place.network, given)
  const endpoints: Chain[] = []
  for (const url of chain.rpc.urls) endpoints.push(await session.chainOf(place.network, [url]))
  return { chain, endpoints, place }
}
