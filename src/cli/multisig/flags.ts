import { Args, Flags } from '@oclif/core'
import { DRIVERS } from '../../multisig/proposal/proposal.ts'

/** What kind of contract a multisig is. */
export const driverFlag = {
  driver: Flags.option({
    summary: 'Kind of contract.',
    options: DRIVERS,
    default: 'graded' as const,
  })(),
}

export const multisigArg = {
  multisig: Args.string({ description: 'Address of the multisig.', required: true }),
}

export const proposalArg = {
  file: Args.string({ description: 'Proposal file.', required: true }),
}

/** How a proposal that is written is named and how long it lives. */
export const proposalOutFlags = {
  out: Flags.string({ summary: 'New proposal file.', required: true, helpValue: 'FILE' }),
  expires: Flags.string({
    summary: 'How long it may be executed (default for ever).',
    helpValue: 'DURATION',
  }),
}

/** Asks no chain. */
export const offlineFlag = {
  offline: Flags.boolean({ summary: 'Ask no chain: use what the file proves by itself.' }),
}

export const standingArgs = {
  ...multisigArg,
  address: Args.string({ description: 'Address that is given another standing.', required: true }),
}

export const standingFlags = {
  name: Flags.string({ summary: 'What this home calls the address.', helpValue: 'NAME' }),
}
