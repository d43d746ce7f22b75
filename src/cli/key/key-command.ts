import { Flags } from '@oclif/core'
import { refuseSecretArguments } from '../../keystore/argument-guard.ts'
import { KEY_TYPES } from '../../keystore/key-type.ts'
import { BYTOM_NETWORKS } from '../../primitives/bytom/networks.ts'
import { CapstanCommand } from '../frame/capstan-command.ts'

/** A command about keys: refuses secrets among its arguments before a message repeats them. */
export abstract class KeyCommand extends CapstanCommand {
  protected override async init(): Promise<void> {
    await super.init()
    refuseSecretArguments(this.argv)
  }
}

/** Kind of a new key. */
export const keyTypeFlag = {
  type: Flags.string({
    summary: `Kind of key: ${KEY_TYPES.join(', ')}.`,
    helpValue: 'TYPE',
    default: 'evm',
  }),
}

/** Network that determines the prefix of a Bytom address. */
export const bytomNetworkFlag = {
  'bytom-network': Flags.option({
    summary: 'Bytom network of the address.',
    options: BYTOM_NETWORKS,
    default: 'mainnet' as const,
  })(),
}

/** What is signed or verified: exactly one of these and `others`. */
export function signableFlags(...others: readonly string[]) {
  return {
    message: Flags.string({
      summary: 'Text. An EVM key signs it under EIP-191, a Bytom key as it is.',
      exactlyOne: ['message', 'hex', 'typed-data', ...others],
      helpValue: 'TEXT',
    }),
    hex: Flags.string({ summary: 'Message bytes, as 0x….', helpValue: 'HEX' }),
    'typed-data': Flags.string({
      summary: 'JSON file of EIP-712 typed data.',
      helpValue: 'FILE',
    }),
  }
}
