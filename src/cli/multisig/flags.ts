import { Args, Flags } from '@oclif/core'
import { DRIVERS } from '../../multisig/proposal/proposal.ts'

/** Kind of multisig contract. */
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

/** File and lifetime of a new proposal. */
export const proposalOutFlags = {
  out: Flags.string({ summary: 'New proposal file.', required: true, helpValue: 'FILE' }),
  expires: Flags.string({
    summary: 'How long the proposal can be executed (default forever).',
    helpValue: 'DURATION',
  }),
}

/** Asks no chain. */
export const offlineFlag = {
  offline: Flags.boolean({ summary: 'Ask no chain: use only what the file itself proves.' }),
}

export const listStatusArgs = {
  ...multisigArg,
  address: Args.string({ description: 'Address to list.', required: true }),
}

export const listStatusFlags = {
  name: Flags.string({ summary: 'Name of the address in this home.', helpValue: 'NAME' }),
}
