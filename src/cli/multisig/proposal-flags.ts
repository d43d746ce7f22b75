import { Flags } from '@oclif/core'
import type { SendingTools } from '../../chain/transactions/tools.ts'
import type { DriverName } from '../../multisig/proposal/proposal.ts'
import { parseAddress } from '../../primitives/address.ts'
import type { SendSession } from '../frame/send-session.ts'
import { driverFlag } from './flags.ts'

/** Flags of a command whose work a multisig executes. */
export interface ProposalChoice {
  readonly proposal?: string | undefined
  readonly multisig?: string | undefined
  readonly driver: DriverName
  readonly expires?: string | undefined
}

/** For commands whose sender can be a multisig, which needs no fee and no key. */
export const proposalFlags = {
  proposal: Flags.string({
    summary: 'Write a proposal for the owners of --multisig to a file instead of sending.',
    dependsOn: ['multisig'],
    exclusive: ['dry-run', 'plan-out'],
    helpGroup: 'MULTISIG',
    helpValue: 'FILE',
  }),
  multisig: Flags.string({
    summary: 'Multisig that sends.',
    dependsOn: ['proposal'],
    exclusive: ['from', 'key', 'nonce', 'gas-limit'],
    helpGroup: 'MULTISIG',
    helpValue: '0x…',
  }),
  ...driverFlag,
  expires: Flags.string({
    summary: 'How long the proposal can be executed (default forever).',
    dependsOn: ['proposal'],
    helpGroup: 'MULTISIG',
    helpValue: 'DURATION',
  }),
}

/** Tools of the sender: a multisig that gets a proposal, or the run's own key. */
export function toolsOf(
  session: SendSession,
  { multisig }: Pick<ProposalChoice, 'multisig'>,
): Promise<SendingTools> {
  return multisig === undefined
    ? session.sendingTools()
    : session.planningTools(parseAddress(multisig, 'multisig'))
}
