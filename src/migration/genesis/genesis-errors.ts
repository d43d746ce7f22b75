import { CapstanError } from '../../primitives/capstan-error.ts'
import { campaignStep } from '../../primitives/suggestion.ts'

export function genesisOfOtherKind(format: string, kind: string): CapstanError {
  return new CapstanError({
    code: 'GENESIS_OF_OTHER_KIND',
    kind: 'refused',
    message: `The format ${format} lists control programs of Bytom, but a snapshot of kind ${kind} has none.`,
    details: { format, kind },
    suggestions: [campaignStep('genesis', '--format geth --out alloc.json')],
  })
}

export function genesisRedirects(redirects: number): CapstanError {
  return new CapstanError({
    code: 'GENESIS_REDIRECTED',
    kind: 'refused',
    message: `rules.redirect pays ${redirects} ${redirects === 1 ? 'balance' : 'balances'} to accounts of another ledger, which a list of control programs cannot name.`,
    details: { redirects },
    suggestions: ['Remove rules.redirect from migration.yaml, or give this list its own campaign.'],
  })
}

/** @param program null for the sum of the list, which the genesis block pays as one output. */
export function genesisAmountTooLarge(
  program: string | null,
  baseUnits: bigint,
  max: bigint,
): CapstanError {
  const what = program === null ? 'The sum of the list' : `The balance of ${program}`
  return new CapstanError({
    code: 'GENESIS_AMOUNT_TOO_LARGE',
    kind: 'refused',
    message: `${what} is ${baseUnits} base units, but the maximum of Bytom is ${max}.`,
    details: { program, baseUnits: baseUnits.toString() },
  })
}

/** Base units. The files of the snapshot do not match each other. */
export function genesisSumWrong(sum: bigint, supply: bigint): CapstanError {
  return new CapstanError({
    code: 'GENESIS_SUM_WRONG',
    kind: 'mismatch',
    message: `The holders and the unattributable programs of the snapshot add up to ${sum} base units, but its supply is ${supply}.`,
    details: { sumBaseUnits: sum.toString(), supplyBaseUnits: supply.toString() },
    suggestions: [campaignStep('snapshot', '', 'Remove the files out/snapshot.* and run:')],
  })
}
