// The supply tables of a Bytom snapshot.

import { type Html, html } from '../../../primitives/html.ts'
import type { BytomFacts, Unattributable } from '../../snapshot/bytom/facts.ts'
import type { Snapshot } from '../../snapshot/snapshot-files.ts'
import { codeOf, countOf, exactAmount, type Scale } from '../figures.ts'
import { table } from '../tables.ts'

const MAX_PROGRAMS = 100
const MAX_SPENDS = 25

/** Where the supply comes from, and the part whose owner nobody can prove. */
export function bytomSupply(bytom: BytomFacts, snapshot: Snapshot): Html[] {
  const { unattributable, repeatedSpends } = bytom
  return [
    identityTable(bytom, snapshot),
    ...(repeatedSpends.length > 0 ? [repeatedTable(bytom, snapshot)] : []),
    ...(unattributable.length > 0 ? [unattributableTable(unattributable, snapshot)] : []),
  ]
}

/** Counted from the blocks, while the supply is counted from the outputs that are left. */
function identityTable(
  { issuedBaseUnits, retiredBaseUnits, repeatedSpends }: BytomFacts,
  { supplyBaseUnits, decimals }: Snapshot,
): Html {
  const scale = { decimals }
  const excess = excessOf(repeatedSpends)
  const difference = supplyBaseUnits - (issuedBaseUnits - retiredBaseUnits + excess)
  const wrong = html`<strong class="bad">Does not add up: difference</strong>`
  return table({
    caption: 'Where the supply comes from',
    columns: [{ title: 'Part' }, { title: 'Amount', isNumber: true }],
    rows: [
      ['Issued by the blocks', exactAmount(issuedBaseUnits, scale)],
      ['Retired: no program can spend it', exactAmount(-retiredBaseUnits, scale)],
      ['From nothing, by outputs that were named twice', exactAmount(excess, scale)],
      ...(difference === 0n ? [] : [[wrong, exactAmount(difference, scale)]]),
    ],
    sum: ['Supply: all outputs that are not spent', exactAmount(supplyBaseUnits, scale)],
  })
}

function repeatedTable({ repeatedSpends }: BytomFacts, scale: Scale): Html {
  const hidden = repeatedSpends.length - MAX_SPENDS
  return table({
    caption: 'Transactions that named an output twice',
    columns: [
      { title: 'Transaction' },
      { title: 'Block', isNumber: true },
      { title: 'From nothing', isNumber: true },
    ],
    rows: repeatedSpends
      .slice(0, MAX_SPENDS)
      .map(({ transaction, height, excessBaseUnits }) => [
        codeOf(transaction),
        countOf(height),
        exactAmount(excessBaseUnits, scale),
      ]),
    sum: [allAnd(hidden), '', exactAmount(excessOf(repeatedSpends), scale)],
  })
}

const KINDS: Readonly<Record<Unattributable['kind'], string>> = {
  lookAlike: 'shows the address of someone who does not own it',
  addressless: 'has no address',
}

function unattributableTable(all: readonly Unattributable[], scale: Scale): Html {
  const hidden = all.length - MAX_PROGRAMS
  return table({
    caption: 'Programs whose owner nobody can prove',
    columns: [
      { title: 'Program' },
      { title: 'Why' },
      { title: 'Outputs', isNumber: true },
      { title: 'Amount', isNumber: true },
    ],
    rows: all
      .slice(0, MAX_PROGRAMS)
      .map(({ program, kind, outputs, baseUnits }) => [
        codeOf(program),
        KINDS[kind],
        countOf(outputs),
        exactAmount(baseUnits, scale),
      ]),
    sum: [
      allAnd(hidden),
      '',
      countOf(all.reduce((sum, { outputs }) => sum + outputs, 0)),
      exactAmount(
        all.reduce((sum, { baseUnits }) => sum + baseUnits, 0n),
        scale,
      ),
    ],
  })
}

function excessOf(spends: BytomFacts['repeatedSpends']): bigint {
  return spends.reduce((sum, { excessBaseUnits }) => sum + excessBaseUnits, 0n)
}

function allAnd(hidden: number): string {
  return hidden > 0 ? `All, with ${countOf(hidden)} more in snapshot.json` : 'All'
}
