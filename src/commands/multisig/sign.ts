import { Flags } from '@oclif/core'
import { CapstanCommand } from '../../cli/frame/capstan-command.ts'
import { chainFlags, signerFlags, yesFlag } from '../../cli/frame/flags.ts'
import { offlineFlag, proposalArg } from '../../cli/multisig/flags.ts'
import { offlinePorts, onProposal, proposalTools, signingPorts } from '../../cli/multisig/tools.ts'
import { signedView } from '../../multisig/multisig-view.ts'
import { PROPOSAL } from '../../multisig/proposal/proposal-file.ts'
import { sign, signOffline } from '../../multisig/sign.ts'
import { parseAddress } from '../../primitives/address.ts'

export default class MultisigSign extends CapstanCommand {
  static override summary = 'Sign a proposal as one of the owners.'
  static override description =
    'Shows first what the proposal does, from its bytes and the chain. If the file says one thing and encodes another, no key is used. With --offline it asks no chain, and marks what only a chain can confirm as claimed by the file.'
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
      summary: 'Contract that is an owner and signs with --signature.',
      dependsOn: ['signature'],
      exclusive: ['offline', 'form', 'key', 'from'],
      helpValue: '0x…',
    }),
    signature: Flags.string({
      summary: 'Bytes that the contract accepts as its signature.',
      dependsOn: ['signer'],
      helpValue: 'HEX',
    }),
  }

  async run() {
    const { args, flags } = await this.parse(MultisigSign)
    const { signer, signature = '' } = flags
    const proposal = await PROPOSAL.read(args.file)
    const session = this.session(onProposal(flags, proposal))
    const contract =
      signer === undefined ? undefined : { signer: parseAddress(signer, 'signer'), signature }
    const request = { file: args.file, form: flags.form, contract }
    if (flags.offline) {
      return this.present(signedView(await signOffline(offlinePorts(session), proposal, request)))
    }
    const tools = await proposalTools(session, proposal)
    return this.present(signedView(await sign(tools, signingPorts(session), proposal, request)))
  }
}
