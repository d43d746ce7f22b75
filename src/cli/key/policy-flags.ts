import { Flags } from '@oclif/core'
import { commandUnknown } from '../frame/unknown-command.ts'

/** The rules of a policy: each flag given replaces its rule. */
export const policyFlags = {
  'allow-network': Flags.string({
    summary: 'Sign only for this network, by name or chain id; repeat it for several.',
    multiple: true,
    multipleNonGreedy: true,
    helpValue: 'NETWORK',
  }),
  'allow-to': Flags.string({
    summary: 'Pay only this address; repeat it for several.',
    multiple: true,
    multipleNonGreedy: true,
    helpValue: 'ADDRESS',
  }),
  'max-per-tx': Flags.string({
    summary: 'Most that one transaction can move: 1.5 of the coin, or ASSET=BASEUNITS.',
    multiple: true,
    multipleNonGreedy: true,
    helpValue: 'AMOUNT',
  }),
  'max-per-day': Flags.string({
    summary: 'Most that can move in 24 hours: 1.5 of the coin, or ASSET=BASEUNITS.',
    multiple: true,
    multipleNonGreedy: true,
    helpValue: 'AMOUNT',
  }),
  'allow-command': Flags.string({
    summary: 'Sign only in this command or topic; repeat it for several.',
    multiple: true,
    multipleNonGreedy: true,
    helpValue: 'COMMAND',
  }),
  clear: Flags.boolean({ summary: 'Remove all rules first.' }),
}

/**
 * The chain ids of networks.
 * @throws NETWORK_UNKNOWN, NETWORK_CHAIN_ID_MISSING
 */
export async function chainIdsOf(home: string, networks: readonly string[]): Promise<number[]> {
  const [{ networkNamed }, { networkChainIdMissing }] = await Promise.all([
    import('../../chain/networks/networks.ts'),
    import('../../chain/networks/network-errors.ts'),
  ])
  const chainIdOf = async (network: string) => {
    if (/^[1-9][0-9]{0,14}$/.test(network)) return Number(network)
    const { chainId } = await networkNamed(home, network)
    if (chainId === null) throw networkChainIdMissing(network)
    return chainId
  }
  return Promise.all(networks.map(chainIdOf))
}

/**
 * Commands and topics, spelled as a running command names itself.
 * @param known all commands there are, their words separated by `:`.
 * @throws COMMAND_UNKNOWN
 */
export function commandNames(typed: readonly string[], known: readonly string[]): string[] {
  const commands = known.map((id) => id.replaceAll(':', ' '))
  return typed.map((text) => {
    const name = text
      .trim()
      .split(/[\s:]+/)
      .join(' ')
    const isKnown = commands.some((command) => `${command} `.startsWith(`${name} `))
    if (!isKnown) throw commandUnknown([name], commands)
    return name
  })
}
