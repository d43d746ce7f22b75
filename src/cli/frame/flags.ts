import { Flags } from '@oclif/core'

// Environment variables and files also set these. The settings table resolves them, so the flags have
// no default and no `env`: a default here would hide a weaker layer.

/** Which chain to talk to. */
export const chainFlags = {
  network: Flags.string({
    char: 'n',
    summary: 'Network profile (default devnet).',
    helpGroup: 'CHAIN',
    helpValue: 'NAME',
  }),
  'rpc-url': Flags.string({
    summary: "Endpoint instead of the profile's; repeat it for several.",
    multiple: true,
    multipleNonGreedy: true,
    helpGroup: 'CHAIN',
    helpValue: 'URL',
  }),
}

/** Where keys live. */
export const keystoreFlags = {
  keystore: Flags.string({
    summary: 'Where keys are stored (default the keychain, if it is available).',
    options: ['keychain', 'vault'],
    helpGroup: 'KEY',
  }),
}

const keyFlag = {
  key: Flags.string({
    char: 'k',
    summary: 'Signing key.',
    helpGroup: 'KEY',
    helpValue: 'NAME',
  }),
}

/** Who signs a plan; the plan names the account. */
export const planSignerFlags = { ...keyFlag, ...keystoreFlags }

/** Who signs. */
export const signerFlags = {
  ...keyFlag,
  from: Flags.string({
    summary: 'Account that sends, if its key is not needed or has another name.',
    helpGroup: 'KEY',
    helpValue: '0x…',
  }),
  ...keystoreFlags,
}

/** Answers every confirmation. */
export const yesFlag = {
  yes: Flags.boolean({ char: 'y', summary: 'Answer every confirmation with yes.' }),
}

/** How long to wait for the chain. */
export const waitFlags = {
  confirmations: Flags.string({
    summary: "Blocks to wait for (default the network profile's).",
    helpGroup: 'TRANSACTION',
    helpValue: 'N',
  }),
  timeout: Flags.string({
    summary: 'Seconds to wait before exit 9 (default 300).',
    helpGroup: 'TRANSACTION',
    helpValue: 'SECONDS',
  }),
}

/** Shows what would be sent, and sends nothing. Needs no key. */
export const planFlags = {
  'dry-run': Flags.boolean({
    summary: 'Show the plan, and send nothing.',
    exclusive: ['plan-out'],
    helpGroup: 'TRANSACTION',
  }),
  'plan-out': Flags.string({
    summary: 'Write the plan to a file instead of sending.',
    helpGroup: 'TRANSACTION',
    helpValue: 'FILE',
  }),
}

/** Whether a run only shows or writes what it, or a multisig, would send. */
export function isPlanning(flags: {
  readonly 'dry-run': boolean
  readonly 'plan-out'?: string | undefined
  readonly multisig?: string | undefined
}): boolean {
  return flags['dry-run'] || flags['plan-out'] !== undefined || flags.multisig !== undefined
}

/** What a transaction may cost, and by when it must be mined. */
export const feeFlags = {
  'max-fee': Flags.string({
    summary: 'Highest price per unit of gas, in gwei; nothing is ever signed above it.',
    helpGroup: 'TRANSACTION',
    helpValue: 'GWEI',
  }),
  'priority-fee': Flags.string({
    summary: 'Tip per unit of gas, in gwei.',
    helpGroup: 'TRANSACTION',
    helpValue: 'GWEI',
  }),
  deadline: Flags.string({
    summary:
      'Until this time, raise the fee of what is not mined, step by step up to --max-fee: 10m (after sending), or a point in time.',
    helpGroup: 'TRANSACTION',
    helpValue: 'DURATION|TIME',
  }),
}

/** How a transaction is made, shown and waited for. */
export const sendFlags = {
  ...yesFlag,
  ...waitFlags,
  ...planFlags,
  ...feeFlags,
  'gas-limit': Flags.string({
    summary: 'Gas limit instead of the estimate.',
    helpGroup: 'TRANSACTION',
    helpValue: 'UNITS',
  }),
  nonce: Flags.string({
    summary: 'Nonce instead of the next free one.',
    helpGroup: 'TRANSACTION',
    helpValue: 'N',
  }),
}
