import { CapstanError } from '../../primitives/capstan-error.ts'
import { campaignStep } from '../../primitives/suggestion.ts'

const SHOWN = 10

export function payoutBookMissing(file: string): CapstanError {
  return new CapstanError({
    code: 'PAYOUT_BOOK_MISSING',
    kind: 'not-found',
    message: `There is no payout book ${file}.`,
    details: { file },
    suggestions: [campaignStep('publish')],
  })
}

/** Without a signed book the funds might never leave the account again. */
export function payoutBookUnsigned(file: string): CapstanError {
  return new CapstanError({
    code: 'PAYOUT_BOOK_UNSIGNED',
    kind: 'refused',
    message: `A plan funds the account of a signed payout book, but there is no ${file} yet.`,
    details: { file },
    suggestions: [campaignStep('publish', '--sign-only --max-fee GWEI')],
  })
}

export function payoutBookIsPlan(file: string): CapstanError {
  return new CapstanError({
    code: 'PAYOUT_BOOK_IS_PLAN',
    kind: 'refused',
    message: `The payout book ${file} is itself the plan: every payment in it is already signed.`,
    details: { file },
    suggestions: [campaignStep('distribute')],
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

/** A valid book, but not of this campaign. @param problem a clause with its values. */
export function payoutBookOfOtherCampaign(problem: string): CapstanError {
  return new CapstanError({
    code: 'PAYOUT_BOOK_FOREIGN',
    kind: 'mismatch',
    message: `The payout book is not of this campaign: ${problem}.`,
    details: { problem },
    suggestions: [
      'Stop, and compare allocation.csv and payout-book.ndjson with the published files.',
    ],
  })
}

/** @param nonce next nonce of the account. */
export function payoutAccountUsed(account: string, nonce: number): CapstanError {
  return new CapstanError({
    code: 'PAYOUT_ACCOUNT_USED',
    kind: 'refused',
    message: `${account} has already sent ${nonce} transaction${nonce === 1 ? '' : 's'} of no payout book; a payout account serves one book only.`,
    details: { account, nonce },
    suggestions: ['capstan key create payout-2', campaignStep('publish', '--payout-key payout-2')],
  })
}

export function payoutAccountHasCode(account: string): CapstanError {
  return new CapstanError({
    code: 'PAYOUT_ACCOUNT_HAS_CODE',
    kind: 'refused',
    message: `${account} has code (EIP-7702), which could use its nonces; a payout account must have none.`,
    details: { account },
    suggestions: ['capstan key create payout-2', campaignStep('publish', '--payout-key payout-2')],
  })
}

/** The funding key cannot be the payout key: its transactions would use the nonces of the book. */
export function payoutKeyFunds(name: string): CapstanError {
  return new CapstanError({
    code: 'PAYOUT_KEY_FUNDS',
    kind: 'usage',
    message: `The key ${name} cannot fund the payout account and be the payout key.`,
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

/** Sent, but not all mined in time. */
export function payoutsPending(account: string, mined: number, transfers: number): CapstanError {
  return new CapstanError({
    code: 'PAYOUTS_PENDING',
    kind: 'pending',
    message: `${mined} of ${transfers} transfers of ${account} were mined in the time given; the others are sent or still to be sent.`,
    details: { account, mined, transfers },
    suggestions: [campaignStep('distribute')],
  })
}

export function payoutAccountShort(account: string, needed: bigint, has: bigint): CapstanError {
  return new CapstanError({
    code: 'PAYOUT_ACCOUNT_SHORT',
    kind: 'refused',
    message: `The payout account ${account} needs ${needed} wei for the rest of its book but has ${has} wei.`,
    details: {
      account,
      neededWei: needed.toString(),
      availableWei: has.toString(),
      missingWei: (needed - has).toString(),
    },
    suggestions: [campaignStep('publish')],
  })
}

export function bookPriceMissing(): CapstanError {
  return new CapstanError({
    code: 'BOOK_PRICE_MISSING',
    kind: 'usage',
    message: 'A payout book that is signed offline needs a gas price.',
    suggestions: ['--max-fee GWEI'],
  })
}

export function transferRefused(index: number, reason: string): CapstanError {
  return new CapstanError({
    code: 'TRANSFER_REFUSED',
    kind: 'refused',
    message: `The node rejected transfer ${index}: ${reason}.`,
    details: { index, reason },
  })
}

/** Plain transfers move native coin only. */
export function modeWithoutToken(mode: string): CapstanError {
  return new CapstanError({
    code: 'MODE_WITHOUT_TOKEN',
    kind: 'usage',
    message: `Mode ${mode} pays native coin only, but the asset of the campaign is a token.`,
    details: { mode },
    suggestions: ['Set target.mode to push, claim or push-then-claim.'],
  })
}
