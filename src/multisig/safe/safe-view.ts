import type { NetworkProfile } from '../../chain/networks/network.ts'
import { formatAmount } from '../../primitives/amount.ts'
import { textFacts } from '../../primitives/text-table.ts'
import type { View } from '../../primitives/view.ts'
import type { Safe } from './read-safe.ts'

type Fact = readonly [name: string, value: string]

export function safeView(safe: Safe, { name, decimals, symbol }: NetworkProfile): View {
  const { address: multisig, version, isL2, owners, threshold, modules, ...others } = safe
  const { guard, fallbackHandler, nonce, balanceWei, singleton, blockNumber } = others
  return {
    json: {
      ...{ multisig, driver: 'safe', version, isL2, singleton, threshold, nonce, balanceWei },
      owners: owners.map((address) => ({ address, weight: 1 })),
      ...{ modules, guard, fallbackHandler, blockNumber },
    },
    text: textFacts([
      ['Safe', `${multisig} on ${name}`],
      ['version', `${version}${isL2 ? ' L2' : ''} (${singleton})`],
      ['balance', formatAmount(balanceWei, decimals, symbol)],
      ['threshold', `${threshold} of ${owners.length}`],
      ...owners.map((owner): Fact => ['owner', owner]),
      ['next nonce', String(nonce)],
      ...modules.map((module): Fact => ['module', `${module} moves everything without the owners`]),
      ['guard', guard === null ? 'none' : `${guard} may refuse any execution`],
      ['fallback', fallbackText(fallbackHandler)],
    ]),
  }
}

function fallbackText(handler: Safe['fallbackHandler']): string {
  if (handler === null) return 'none: it answers no EIP-1271'
  return handler.isKnown ? handler.address : `${handler.address}, of unknown code`
}
