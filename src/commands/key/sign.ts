import { Args, Flags } from '@oclif/core'
import { yesFlag } from '../../cli/frame/flags.ts'
import { bytomNetworkFlag, KeyCommand, signableFlags } from '../../cli/key/key-command.ts'
import { signedTemplateView } from '../../keystore/bytom-keys/bytom-key-view.ts'
import { signBytomTemplate } from '../../keystore/bytom-keys/sign-bytom-template.ts'
import { signWithKey } from '../../keystore/evm/sign-with-key.ts'
import { signatureView } from '../../keystore/keystore-view.ts'
import { parseAmount } from '../../primitives/amount.ts'
import { BTM_DECIMALS } from '../../primitives/bytom/btm.ts'

export default class KeySign extends KeyCommand {
  static override summary = 'Sign a message, typed data, or a transaction of Bytom.'
  static override description =
    '32 raw bytes and unsigned transactions are refused as messages: what is signed as one must be one. A key of Bytom signs the bytes of a message as they are, as a node does, and its inputs of a transaction template after they were checked and shown.'
  static override examples = [
    {
      description: 'Sign a text with the key "ops":',
      command: '<%= config.bin %> <%= command.id %> ops --message "I agree"',
    },
    {
      description: 'Sign EIP-712 typed data:',
      command: '<%= config.bin %> <%= command.id %> ops --typed-data permit.json',
    },
    {
      description: 'Prove that an address of Vapor is held, with the key "btm":',
      command:
        '<%= config.bin %> <%= command.id %> btm --message "I own this address" --bytom-network vapor-mainnet',
    },
    {
      description: 'Sign what build-transaction of a Bytom node answered:',
      command:
        '<%= config.bin %> <%= command.id %> btm --bytom-template payment.json --out signed.json',
    },
  ]
  static override args = {
    name: Args.string({ description: 'Name of the key.', required: true }),
  }
  static override flags = {
    ...signableFlags('bytom-template'),
    ...yesFlag,
    ...bytomNetworkFlag,
    path: Flags.string({
      summary: 'Path of another address of a Bytom key, such as m/44/153/1/0/2.',
      helpValue: 'PATH',
    }),
    'bytom-template': Flags.string({
      summary: 'JSON file of a transaction template of Bytom 1.x or Vapor.',
      helpValue: 'FILE',
      exclusive: ['path'],
    }),
    out: Flags.string({
      summary: 'New file for the signed template.',
      helpValue: 'FILE',
      dependsOn: ['bytom-template'],
    }),
    'max-fee': Flags.string({
      summary: 'Most that a transaction of Bytom may pay, in BTM (default 10).',
      helpValue: 'BTM',
      dependsOn: ['bytom-template'],
    }),
    'dry-run': Flags.boolean({
      summary: 'Show what a template would do, sign nothing.',
      dependsOn: ['bytom-template'],
    }),
  }

  async run() {
    const { args, flags } = await this.parse(KeySign)
    const { name } = args
    const { message, hex, 'typed-data': typedData, path, 'bytom-template': file } = flags
    const session = this.session(flags)
    const keyring = await session.keyring()
    const network = flags['bytom-network']
    if (file === undefined) {
      const input = { message, hex, typedData, path, network }
      return this.present(signatureView(await signWithKey(keyring, name, input)))
    }
    const maxFeeNeu = parseAmount(flags['max-fee'] ?? '10', BTM)
    const { out, 'dry-run': dryRun } = flags
    const input = { name, file, out, network, maxFeeNeu, dryRun }
    return this.present(signedTemplateView(await signBytomTemplate(keyring, session, input)))
  }
}

const BTM = { decimals: BTM_DECIMALS, symbol: 'BTM', what: 'value of --max-fee' }
