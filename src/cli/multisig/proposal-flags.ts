import { Flags } from '@oclif/core'
import type { SendingTools } from '../../chain/transactions/tools.ts'
import type { DriverName } from '../../multisig/proposal/proposal.ts'
import { parseAddress } from '../../primitives/address.ts'
import type { SendSession } from '../frame/send-session.ts'
import { driverFlag } from './flags.ts'

/** What a command is told that a multisig is to carry out. */
export interface ProposalChoice {
  readonly proposal?: string | undefined
  readonly multisig?: string | undefined
  readonly driver: DriverName
  readonly expires?: string | undefined
}

/** Of commands that a multisig can be the sender of. It needs no fee and no key. */
export const proposalFlags = {
  proposal: Flags.string({
    summary: 'Write a proposal for the owners of --multisig to a file instead of sending.',
    dependsOn: ['multisig'],
    exclusive: ['dry-run', 'plan-out'],
    helpGroup: 'MULTISIG',
    helpValue: 'FILE',
  }),
  multisig: Flags.string({
    summary: 'Multisig that is to do it.',
    dependsOn: ['proposal'],
    exclusive: ['from', 'key', 'nonce', 'gas-limit'],
    helpGroup: 'MULTISIG',
    helpValue: '0x…',
  }),
  ...driverFlag,
  expires: Flags.string({
    summary: 'How long the proposal may be executed (default for ever).',
    dependsOn: ['proposal'],
    helpGroup: 'MULTISIG',
    helpValue: 'DURATION',
  }),
}

/** The tools of whoever is to do it: the multisig that is proposed to, or the run's own key. */
export function toolsOf(
  session: SendSession,
  { multisig }: Pick<ProposalChoice, 'multisig'>,
): Promise<SendingTools> {
  return multisig === undefined
    ? session.sendingTools()
    : session.planningTools(parseAddress(multisig, 'multisig'))
}
