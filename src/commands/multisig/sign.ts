import { Flags } from '@oclif/core'
import { CapstanCommand } from '../../cli/frame/capstan-command.ts'
import { chainFlags, signerFlags, yesFlag } from '../../cli/frame/flags.ts'
import { offlineFlag, proposalArg } from '../../cli/multisig/flags.ts'
import { signOffline, signOnline } from '../../cli/multisig/signing.ts'
import { onProposal } from '../../cli/multisig/tools.ts'
import { PROPOSAL } from '../../multisig/proposal/proposal-file.ts'

export default class MultisigSign extends CapstanCommand {
  static override summary = 'Sign a proposal as one of the owners.'
  static override description =
    'What the proposal does is shown first, in words, as its bytes and the chain have it. Where the file says one thing and encodes another, no key is touched. With --offline no chain is asked, and what only a chain can tell is said to be the file’s word.'
  static override examples = [
    {
      description: 'Sign with the key "alice":',
      command: '<%= config.bin %> <%= command.id %> p.json --key alice',
    },
    {
      description: 'Sign on a machine without network:',
      command: '<%= config.bin %> <%= command.id %> p.json --key alice --offline',
    },
  ]
  static override args = proposalArg
  static override flags = {
    ...chainFlags,
    ...signerFlags,
    ...yesFlag,
    ...offlineFlag,
    form: Flags.option({
      summary: 'Form of the signature (default eip712).',
      options: ['eip712', 'eth-sign'] as const,
    })(),
    signer: Flags.string({
      summary: 'A contract that is an owner, whose signature is given.',
      dependsOn: ['signature'],
      exclusive: ['offline', 'form', 'key', 'from'],
      helpValue: '0x…',
    }),
    signature: Flags.string({
      summary: 'What that contract accepts as its signature.',
      dependsOn: ['signer'],
      helpValue: 'HEX',
    }),
  }

  async run() {
    const { args, flags } = await this.parse(MultisigSign)
    const proposal = await PROPOSAL.read(args.file)
    const session = this.session(onProposal(flags, proposal))
    const sign = flags.offline ? signOffline : signOnline
    return this.present(await sign(session, proposal, { ...flags, ...args }))
  }
}
