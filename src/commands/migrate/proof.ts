import { Args, Flags } from '@oclif/core'
import { CampaignCommand } from '../../cli/migration/campaign-command.ts'
import { campaignFlags } from '../../cli/migration/campaign-flags.ts'
import { proofRequest, proveAccount, proveAll } from '../../migration/tree/proof.ts'
import { accountProofView, proofFileView } from '../../migration/tree/proof-view.ts'

export default class MigrateProof extends CampaignCommand {
  static override summary = "Print a holder's leaf and the proof to claim it with."
  static override examples = [
    {
      description: 'Print the proof of one holder, for a dApp or for migrate claim --proof:',
      command:
        '<%= config.bin %> <%= command.id %> 0xfe9e8709d3215310075d67e3ed32a380ccf451c8 -c cmt --json',
    },
    {
      description: 'Write the proofs of all holders, one line of JSON each:',
      command: '<%= config.bin %> <%= command.id %> --all --out proofs.ndjson -c cmt',
    },
  ]
  static override args = {
    address: Args.string({
      description: 'Account of the holder, or the Bytom address bound to it.',
    }),
  }
  static override flags = {
    ...campaignFlags,
    all: Flags.boolean({ summary: 'Write the proofs of all holders.', dependsOn: ['out'] }),
    out: Flags.string({ summary: 'File for the proofs.', dependsOn: ['all'], helpValue: 'FILE' }),
  }

  async run() {
    const { args, flags } = await this.parse(MigrateProof)
    const asked = proofRequest({ address: args.address, out: flags.out })
    const campaign = await this.readCampaign(flags.campaign)
    return this.present(
      'out' in asked
        ? proofFileView(await proveAll(campaign, asked.out))
        : accountProofView(await proveAccount(campaign, asked.holder)),
    )
  }
}
