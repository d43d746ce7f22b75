import { textFacts } from '../../primitives/text-table.ts'
import type { View } from '../../primitives/view.ts'
import { amountText, countText } from '../amount-text.ts'
import type { GenesisList } from './genesis.ts'

export function genesisView(list: GenesisList): View {
  const { file, format, accounts, totalBaseUnits, digest } = list
  const what = `${countText(accounts, 'account', 'accounts')} with ${amountText(totalBaseUnits, list)}`
  return {
    json: { file, format, accounts, totalBaseUnits, digest },
    text: `Wrote a ${format} genesis list of ${what}.\n${textFacts([
      ['file', file],
      ['digest', digest],
    ])}`,
  }
}
