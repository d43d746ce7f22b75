import { secretOnCommandLine } from './stores/store-errors.ts'

/** A private key of 32 bytes, or a root xprv of 64. */
const PRIVATE_KEY = /(?<![0-9a-zA-Z])(?:0x)?(?:[0-9a-fA-F]{64}){1,2}(?![0-9a-zA-Z])/
/** Twelve words as BIP-39 has them, in one argument or in twelve. */
const MNEMONIC = /(?<![^\s=])[a-z]{3,8}(?:\s+[a-z]{3,8}){11}/
/** Flags whose values are public: what is signed, signatures, xpubs and scripts. */
const PUBLIC_VALUE = /^--(?:message|hex|typed-data|signature|xpub|script)(=|$)/s

/** A ceiling of a Bytom asset: its id is as long as a private key. */
const ASSET_LIMIT = /^(?:--max-per-(?:tx|day)=)?[0-9a-f]{64}=[0-9]+$/

/**
 * Refuses arguments that look like a private key or a mnemonic, before anything repeats them.
 * @throws KEY_ON_COMMAND_LINE
 */
export function refuseSecretArguments(argv: readonly string[]): void {
  const guarded = argv.filter(
    (argument, i) =>
      !ASSET_LIMIT.test(argument) &&
      !PUBLIC_VALUE.test(argument) &&
      PUBLIC_VALUE.exec(argv[i - 1] ?? '')?.[1] !== '',
  )
  if (guarded.some((argument) => PRIVATE_KEY.test(argument)) || MNEMONIC.test(guarded.join(' '))) {
    throw secretOnCommandLine()
  }
}
