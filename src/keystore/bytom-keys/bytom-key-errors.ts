import { CapstanError } from '../../primitives/capstan-error.ts'

export function signingPathUnused(name: string): CapstanError {
  return new CapstanError({
    code: 'KEY_PATH_UNUSED',
    kind: 'usage',
    message: `The key "${name}" is of type evm and signs with its one address; --path goes with a key of Bytom.`,
    details: { key: name },
    suggestions: [`capstan key create NAME --from ${name}`],
  })
}

export function bytomDigestRefused(): CapstanError {
  return new CapstanError({
    code: 'KEY_DIGEST_REFUSED',
    kind: 'refused',
    message:
      'A message of 32 bytes, or one that spells 32 bytes in hex, is not signed: nothing marks a signature of Bytom as that of a message, so it could be what spends an output.',
    suggestions: ['--message "I own this address: …"', '--bytom-template FILE'],
  })
}

export function addressSourceMissing(): CapstanError {
  return new CapstanError({
    code: 'BYTOM_ADDRESS_OF_WHOM',
    kind: 'usage',
    message: 'An address is that of a stored key or of xpubs: one of the two is named.',
    suggestions: ['capstan key address NAME', 'capstan key address --xpub HEX'],
  })
}

export function templateOutMissing(): CapstanError {
  return new CapstanError({
    code: 'BYTOM_OUT_MISSING',
    kind: 'usage',
    message: 'A signed template goes to a new file, which --out names.',
    suggestions: ['--out signed.json', '--dry-run'],
  })
}

export function bytomSignatureMalformed(): CapstanError {
  return new CapstanError({
    code: 'SIGNATURE_MALFORMED',
    kind: 'usage',
    message: 'The signature is not hex.',
  })
}

export function xpubsMissing(signatures: number, xpubs: number): CapstanError {
  return new CapstanError({
    code: 'BYTOM_XPUB_MISSING',
    kind: 'usage',
    message: `Each signature of a Bytom key comes with the xpub of its signer: there are ${signatures} and ${xpubs}.`,
    details: { signatures, xpubs },
    suggestions: ['--signature HEX --xpub HEX'],
  })
}
