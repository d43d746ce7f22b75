import { CapstanError } from '../../primitives/capstan-error.ts'

const SHOWN = 10

export function payoutBookMissing(file: string): CapstanError {
  return new CapstanError({
    code: 'PAYOUT_BOOK_MISSING',
    kind: 'not-found',
    message: `There is no payout book ${file}.`,
    details: { file },
    suggestions: ['capstan migrate publish'],
  })
}

/** Money for an account whose payments nobody has seen signed may never leave it again. */
export function payoutBookUnsigned(file: string): CapstanError {
  return new CapstanError({
    code: 'PAYOUT_BOOK_UNSIGNED',
    kind: 'refused',
    message: `A plan funds the account of a payout book that is signed, and ${file} is not there yet.`,
    details: { file },
    suggestions: ['capstan migrate publish --sign-only --max-fee GWEI'],
  })
}

export function payoutBookIsPlan(file: string): CapstanError {
  return new CapstanError({
    code: 'PAYOUT_BOOK_IS_PLAN',
    kind: 'refused',
    message: `The payout book ${file} is itself what is reviewed: every payment in it is signed already.`,
    details: { file },
    suggestions: ['capstan migrate distribute'],
  })
}

export function payoutBookInvalid(file: string, line: number, problem: string): CapstanError {
  return new CapstanError({
    code: 'PAYOUT_BOOK_INVALID',
    kind: 'usage',
    message: `${file}, line ${line}: ${problem}.`,
    details: { file, line },
  })
}

/** The book is one, but not of this campaign. @param problem a clause with its values. */
export function payoutBookForeign(problem: string): CapstanError {
  return new CapstanError({
    code: 'PAYOUT_BOOK_FOREIGN',
    kind: 'mismatch',
    message: `The payout book is not of this campaign: ${problem}.`,
    details: { problem },
    suggestions: ['Stop, and compare allocation.csv and payout-book.ndjson with those published.'],
  })
}

/** @param nonce what the chain expects next from the account. */
export function payoutAccountUsed(account: string, nonce: number): CapstanError {
  return new CapstanError({
    code: 'PAYOUT_ACCOUNT_USED',
    kind: 'refused',
    message: `${account} has sent ${nonce} transaction${nonce === 1 ? '' : 's'} that no payout book explains; a payout account is used for one book and nothing else.`,
    details: { account, nonce },
    suggestions: ['capstan key create payout-2', 'capstan migrate publish --payout-key payout-2'],
  })
}

export function payoutAccountHasCode(account: string): CapstanError {
  return new CapstanError({
    code: 'PAYOUT_ACCOUNT_HAS_CODE',
    kind: 'refused',
    message: `${account} has code (EIP-7702), which could use its nonces; a payout account has none.`,
    details: { account },
    suggestions: ['capstan key create payout-2', 'capstan migrate publish --payout-key payout-2'],
  })
}

/** The funding key cannot pay out too: what it sends would take the book's nonces. */
export function payoutKeyFunds(name: string): CapstanError {
  return new CapstanError({
    code: 'PAYOUT_KEY_FUNDS',
    kind: 'usage',
    message: `The key ${name} cannot both fund the payout account and be it.`,
    details: { key: name },
    suggestions: ['Name the funding key with --key and the one-time key with --payout-key.'],
  })
}

export function recipientsWithCode(addresses: readonly string[]): CapstanError {
  const shown = addresses.slice(0, SHOWN)
  const more = addresses.length - shown.length
  return new CapstanError({
    code: 'RECIPIENTS_WITH_CODE',
    kind: 'refused',
    message: `${addresses.length} recipient${addresses.length === 1 ? ' is a contract' : 's are contracts'}, which a transfer with 21,000 gas cannot pay: ${shown.join(', ')}${more > 0 ? ` and ${more} more` : ''}.`,
    details: { addresses: addresses.slice(0, 1000), count: addresses.length },
    suggestions: ['Exclude or redirect them in migration.yaml, or use mode push.'],
  })
}

/** Sent, but the chain has not taken all of it in time. */
export function payoutsPending(account: string, mined: number, transfers: number): CapstanError {
  return new CapstanError({
    code: 'PAYOUTS_PENDING',
    kind: 'pending',
    message: `The chain has taken ${mined} of ${transfers} transfers of ${account} in the time given; the others are sent or will be.`,
    details: { account, mined, transfers },
    suggestions: ['capstan migrate distribute'],
  })
}

export function payoutAccountShort(account: string, needed: bigint, has: bigint): CapstanError {
  return new CapstanError({
    code: 'PAYOUT_ACCOUNT_SHORT',
    kind: 'refused',
    message: `The payout account ${account} needs ${needed} wei for what is left of its book and has ${has} wei.`,
    details: {
      account,
      neededWei: needed.toString(),
      availableWei: has.toString(),
      missingWei: (needed - has).toString(),
    },
    suggestions: ['capstan migrate publish'],
  })
}

export function bookPriceMissing(): CapstanError {
  return new CapstanError({
    code: 'BOOK_PRICE_MISSING',
    kind: 'usage',
    message: 'A payout book signed without a network needs its price of gas.',
    suggestions: ['--max-fee GWEI'],
  })
}

export function transferRefused(index: number, reason: string): CapstanError {
  return new CapstanError({
    code: 'TRANSFER_REFUSED',
    kind: 'refused',
    message: `The node does not take transfer ${index}: ${reason}.`,
    details: { index, reason },
  })
}

/** Plain transfers move native coin only. */
export function modeWithoutToken(mode: string): CapstanError {
  return new CapstanError({
    code: 'MODE_WITHOUT_TOKEN',
    kind: 'usage',
    message: `Mode ${mode} pays native coin only, and the campaign's asset is a token.`,
    details: { mode },
    suggestions: ['Set target.mode to push, claim or push-then-claim.'],
  })
}
