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
  static override summary = 'Sign a message, typed data, or a Bytom transaction.'
  static override description =
    'Refuses 32 raw bytes and unsigned transactions as messages: a message must be a message. A Bytom key signs the bytes of a message as they are, as a node does. It signs its inputs of a transaction template after capstan has checked and shown them.'
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
      description: 'Prove with the key "btm" that you hold its address on Vapor:',
      command:
        '<%= config.bin %> <%= command.id %> btm --message "I own this address" --bytom-network vapor-mainnet',
    },
    {
      description: 'Sign the answer of build-transaction of a Bytom node:',
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
      summary: 'Derivation path of another address of a Bytom key, such as m/44/153/1/0/2.',
      helpValue: 'PATH',
    }),
    'bytom-template': Flags.string({
      summary: 'JSON file with a transaction template of Bytom 1.x or Vapor.',
      helpValue: 'FILE',
      exclusive: ['path'],
    }),
    out: Flags.string({
      summary: 'New file for the signed template.',
      helpValue: 'FILE',
      dependsOn: ['bytom-template'],
    }),
    'max-fee': Flags.string({
      summary: 'Highest fee of a Bytom transaction, in BTM (default 10).',
      helpValue: 'BTM',
      dependsOn: ['bytom-template'],
    }),
    'dry-run': Flags.boolean({
      summary: 'Show what a template does, and sign nothing.',
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
