import { CapstanError } from '../../primitives/capstan-error.ts'

export function genesisOfOtherKind(format: string, kind: string): CapstanError {
  return new CapstanError({
    code: 'GENESIS_OF_OTHER_KIND',
    kind: 'refused',
    message: `The format ${format} lists control programs of Bytom; the snapshot is of kind ${kind} and has none.`,
    details: { format, kind },
    suggestions: ['capstan migrate genesis --format geth --out alloc.json'],
  })
}

export function genesisRedirects(redirects: number): CapstanError {
  return new CapstanError({
    code: 'GENESIS_REDIRECTED',
    kind: 'refused',
    message: `rules.redirect pays ${redirects} ${redirects === 1 ? 'balance' : 'balances'} to accounts of another ledger, which a list of control programs cannot name.`,
    details: { redirects },
    suggestions: ['Take rules.redirect out of migration.yaml, or give this list its own campaign.'],
  })
}

/** @param program null for the sum of the list, which the genesis block makes in one output. */
export function genesisAmountTooLarge(
  program: string | null,
  baseUnits: bigint,
  most: bigint,
): CapstanError {
  const what = program === null ? 'The sum of the list' : `The balance of ${program}`
  return new CapstanError({
    code: 'GENESIS_AMOUNT_TOO_LARGE',
    kind: 'refused',
    message: `${what} is ${baseUnits} base units, and Bytom counts no further than ${most}.`,
    details: { program, baseUnits: baseUnits.toString() },
  })
}

/** Base units. The files of the snapshot do not fit each other. */
export function genesisSumWrong(sum: bigint, supply: bigint): CapstanError {
  return new CapstanError({
    code: 'GENESIS_SUM_WRONG',
    kind: 'mismatch',
    message: `The holders and the unattributable programs of the snapshot add up to ${sum} base units, its supply is ${supply}.`,
    details: { sumBaseUnits: sum.toString(), supplyBaseUnits: supply.toString() },
    suggestions: ['Remove the files out/snapshot.* and run: capstan migrate snapshot'],
  })
}
