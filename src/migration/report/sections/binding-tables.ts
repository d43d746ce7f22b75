import type { Html } from '../../../primitives/html.ts'
import { accountHtml, countOf, exactAmount, type Scale } from '../figures.ts'
import type { ReportedBindings } from '../report.ts'
import { ledger, table } from '../tables.ts'

/** How many Bytom holders are bound to an account, and the largest of the others. */
export function bindingTables(bindings: ReportedBindings, scale: Scale): Html[] {
  const { bound, unbound } = bindings
  const parts = ledger({
    caption: 'Holders of Bytom and their accounts',
    lines: [
      { name: 'Bound to an account', accounts: bound.holders, baseUnits: bound.baseUnits },
      { name: 'Not bound yet', accounts: unbound.holders, baseUnits: unbound.baseUnits },
    ],
    sumName: 'Both',
    scale,
    totalBaseUnits: bound.baseUnits + unbound.baseUnits,
  })
  return unbound.holders === 0 ? [parts] : [parts, unboundTable(bindings, scale)]
}

function unboundTable({ unbound, largestUnbound }: ReportedBindings, scale: Scale): Html {
  const hidden = unbound.holders - largestUnbound.length
  return table({
    caption: 'Not bound yet: who could still be paid in a supplement',
    columns: [{ title: 'Holder' }, { title: 'Balance', isNumber: true }],
    rows: largestUnbound.map(({ address, amount }) => [
      accountHtml(address),
      exactAmount(amount, scale),
    ]),
    sum: [
      hidden > 0 ? `All, with ${countOf(hidden)} more in unbound.csv` : 'All',
      exactAmount(unbound.baseUnits, scale),
    ],
  })
}
