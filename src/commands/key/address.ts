import { Args, Flags } from '@oclif/core'
import { bytomNetworkFlag, KeyCommand } from '../../cli/key/key-command.ts'
import { addressView } from '../../keystore/bytom-keys/bytom-key-view.ts'
import { showAddress } from '../../keystore/bytom-keys/show-address.ts'

export default class KeyAddress extends KeyCommand {
  static override summary = 'Show a Bytom address, of one key or of several.'
  static override description =
    'Several xpubs give the P2WSH address of their m-of-n script. As in an account of a node, the order of the xpubs matters. Needs no secret.'
  static override examples = [
    {
      description: 'Show the second address of the key "btm" under every prefix:',
      command: '<%= config.bin %> <%= command.id %> btm --path m/44/153/1/0/2',
    },
    {
      description: 'Show the first address of a 2-of-3 account:',
      command:
        '<%= config.bin %> <%= command.id %> --quorum 2 --xpub 1856…3c14 --xpub 5e59…3c6e --xpub a38b…32d2',
    },
  ]
  static override args = {
    name: Args.string({ description: 'Name of a Bytom key, unless --xpub is given.' }),
  }
  static override flags = {
    ...bytomNetworkFlag,
    xpub: Flags.string({
      summary: 'Root xpub of a holder; repeat it for several, in the order of the account.',
      helpValue: 'HEX',
      multiple: true,
      multipleNonGreedy: true,
    }),
    quorum: Flags.integer({
      summary: 'How many holders must sign (default all).',
      min: 1,
      helpValue: 'M',
      dependsOn: ['xpub'],
    }),
    path: Flags.string({
      summary: "Derivation path of the address (default the key's, or m/44/153/1/0/1).",
      helpValue: 'PATH',
    }),
  }

  async run() {
    const { args, flags } = await this.parse(KeyAddress)
    const { xpub: xpubs = [], quorum, path } = flags
    const session = this.session(flags)
    const input = { name: args.name, xpubs, quorum, path }
    const facts = await showAddress(() => session.keyring(), input)
    return this.present(addressView(facts, flags['bytom-network']))
  }
}
