import { Flags } from '@oclif/core'
import { keystoreFlags } from '../../cli/frame/flags.ts'
import type { SendFlags } from '../../cli/frame/send-session.ts'
import { campaignTerms } from '../../cli/migration/binding-terms.ts'
import { CampaignCommand } from '../../cli/migration/campaign-command.ts'
import { campaignFlags } from '../../cli/migration/campaign-flags.ts'
import { onTargetNetwork } from '../../cli/migration/tools.ts'
import type { BytomSigner } from '../../keystore/bytom-keys/bytom-signer.ts'
import { type BindingPlace, bind } from '../../migration/binding/bind.ts'
import { BINDING_TERMS } from '../../migration/binding/binding-terms.ts'
import { boundView } from '../../migration/binding/binding-view.ts'
import { campaignFiles } from '../../migration/campaign/campaign-files.ts'

export default class MigrateBind extends CampaignCommand {
  static override summary = 'Bind a Bytom holder to the account that will be paid.'
  static override description =
    `With --key a stored key signs. Without it, prints the text to sign and what to ask the holder's own bytomd; pass its answer with --signature and --xpub. A holder without the campaign's files binds with its terms (migrate bind terms), and sends the file to the operator.

To change the account, bind again: the binding with the highest sequence counts. An address of several keys is bound once a quorum has signed the same text, together or one by one.`
  static override examples = [
    {
      description: 'Bind the address of the key "btm" in the campaign in the folder btm:',
      command:
        '<%= config.bin %> <%= command.id %> -c btm --source bm1q… --to 0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAed --key btm',
    },
    {
      description: 'Bind as a holder who has only the terms:',
      command:
        '<%= config.bin %> <%= command.id %> --terms terms.json --source bm1q… --to 0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAed --key btm --out binding.json',
    },
    {
      description: "Print what to ask the holder's bytomd:",
      command:
        '<%= config.bin %> <%= command.id %> --terms terms.json --source bm1q… --to 0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAed',
    },
  ]
  static override flags = {
    ...campaignFlags,
    ...keystoreFlags,
    terms: Flags.string({
      summary: 'File with the terms of the campaign, instead of the campaign.',
      helpValue: 'FILE',
    }),
    source: Flags.string({
      summary: 'Address of the holder on Bytom.',
      helpValue: 'ADDRESS',
      required: true,
    }),
    to: Flags.string({
      summary: 'Account to pay.',
      helpValue: '0x…',
      required: true,
    }),
    sequence: Flags.string({
      summary: 'Number of this binding; the highest counts (default the next, or 1).',
      helpValue: 'N',
    }),
    script: Flags.string({
      summary: 'Script of an address of several keys.',
      helpValue: 'HEX',
    }),
    key: Flags.string({
      char: 'k',
      summary: 'Stored Bytom key that signs.',
      helpGroup: 'KEY',
      helpValue: 'NAME',
    }),
    path: Flags.string({
      summary: 'Derivation path of the address, if it is far from that of the key.',
      helpGroup: 'KEY',
      helpValue: 'PATH',
      dependsOn: ['key'],
    }),
    signature: Flags.string({
      summary: "The node's signature; repeat it with --xpub for several keys.",
      helpValue: 'HEX',
      multiple: true,
      multipleNonGreedy: true,
    }),
    xpub: Flags.string({
      summary: "The node's derived_xpub.",
      helpValue: 'HEX',
      multiple: true,
      multipleNonGreedy: true,
    }),
    out: Flags.string({
      summary: 'Write the binding to this file, instead of the campaign.',
      helpValue: 'FILE',
    }),
  }

  async run() {
    const { flags } = await this.parse(MigrateBind)
    const { source, to, sequence, script = null, path, out, key } = flags
    const { signature: signatures = [], xpub: xpubs = [] } = flags
    const place = await this.#place(flags)
    const signer = key === undefined ? undefined : await this.#signer(flags, key)
    const input = { source, to, sequence, script, path, out, signatures, xpubs, signer }
    return this.present(boundView(await bind(place, input), bindingOptions(flags)))
  }

  async #place(
    flags: SendFlags & { campaign: string; terms?: string | undefined },
  ): Promise<BindingPlace> {
    if (flags.terms !== undefined) return { terms: await BINDING_TERMS.read(flags.terms) }
    const campaign = await this.readCampaign(flags.campaign)
    const session = this.session(onTargetNetwork(flags, campaign))
    return { terms: await campaignTerms(session, campaign), files: campaignFiles(campaign) }
  }

  async #signer(flags: SendFlags, key: string): Promise<BytomSigner> {
    return (await this.session(flags).keyring()).bytomSigner(key)
  }
}

/** Options that name the same campaign in a suggested command. */
function bindingOptions({
  campaign,
  terms,
}: {
  campaign: string
  terms?: string | undefined
}): string {
  if (terms !== undefined) return ` --terms ${terms} --out binding.json`
  return campaign === '.' ? '' : ` -c ${campaign}`
}
