import { Flags } from '@oclif/core'
import { feeFlags, planFlags, signerFlags, waitFlags, yesFlag } from '../frame/flags.ts'

/** For steps that send many transactions: one nonce or gas limit would be wrong for the others. */
export const paymentFlags = {
  ...signerFlags,
  ...yesFlag,
  ...waitFlags,
  ...planFlags,
  ...feeFlags,
}

/** The one-time key of mode transfers. */
export const payoutKeyFlag = {
  'payout-key': Flags.string({
    summary: 'One-time key that signs the payout book (mode transfers; default payout-CAMPAIGN).',
    helpGroup: 'KEY',
    helpValue: 'NAME',
  }),
}

/** How a push or a broadcast is paced. */
export const paceFlags = {
  'max-batches': Flags.integer({
    summary: 'Send at most this many batches, and leave the rest for another run.',
    min: 1,
    helpValue: 'N',
  }),
  'in-flight': Flags.integer({
    summary:
      'Most transactions sent and not yet confirmed (default as many as fit into the blocks until then).',
    min: 1,
    max: 1024,
    helpValue: 'N',
  }),
}
