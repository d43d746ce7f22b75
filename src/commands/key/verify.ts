import { Flags } from '@oclif/core'
import { KeyCommand, signableFlags } from '../../cli/key/key-command.ts'
import { verifySignature } from '../../keystore/evm/verify-signature.ts'
import { signatureCheckView } from '../../keystore/keystore-view.ts'
import { BYTOM_NETWORKS } from '../../primitives/bytom/networks.ts'

export default class KeyVerify extends KeyCommand {
  static override summary = 'Verify a signature. Exits 7 if it is invalid.'
  static override examples = [
    {
      description: 'Check who signed a text:',
      command:
        '<%= config.bin %> <%= command.id %> --address 0x52…c4 --message "I agree" --signature 0x1f…1b',
    },
  ]
  static override flags = {
    ...signableFlags(),
    address: Flags.string({
      summary: 'Expected signer.',
      helpValue: 'ADDRESS',
      required: true,
    }),
    signature: Flags.string({
      summary: 'Signature, as 0x…; repeat it with --xpub for the quorum of a script.',
      helpValue: 'HEX',
      required: true,
      multiple: true,
      multipleNonGreedy: true,
    }),
    xpub: Flags.string({
      summary: 'Derived xpub of the signer, for a Bytom address.',
      helpValue: 'HEX',
      multiple: true,
      multipleNonGreedy: true,
    }),
    script: Flags.string({
      summary: 'Script of a P2WSH address on Bytom.',
      helpValue: 'HEX',
    }),
    'bytom-network': Flags.option({
      summary: 'Network of a Bytom address (default: that of its prefix).',
      options: BYTOM_NETWORKS,
    })(),
  }

  async run() {
    const { flags } = await this.parse(KeyVerify)
    const { address, message, hex, 'typed-data': typedData, script } = flags
    const { signature: signatures, xpub: xpubs = [], 'bytom-network': network } = flags
    const input = { address, message, hex, typedData, signatures, xpubs, script, network }
    return this.present(signatureCheckView(await verifySignature(input)))
  }
}
