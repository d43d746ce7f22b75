import { CapstanError } from '../../primitives/capstan-error.ts'

export function signingPathUnused(name: string): CapstanError {
  return new CapstanError({
    code: 'KEY_PATH_UNUSED',
    kind: 'usage',
    message: `The key "${name}" is of type evm and has one address; --path needs a Bytom key.`,
    details: { key: name },
    suggestions: [`capstan key create NAME --from ${name}`],
  })
}

export function bytomDigestRefused(): CapstanError {
  return new CapstanError({
    code: 'KEY_DIGEST_REFUSED',
    kind: 'refused',
    message:
      'The message is 32 bytes, or their hex, and its signature could spend an output on Bytom; it is not signed.',
    suggestions: ['--message "I own this address: …"', '--bytom-template FILE'],
  })
}

export function addressSourceMissing(): CapstanError {
  return new CapstanError({
    code: 'BYTOM_ADDRESS_OF_WHOM',
    kind: 'usage',
    message:
      'Neither a stored key nor an xpub is given, or both are; an address takes one of the two.',
    suggestions: ['capstan key address NAME', 'capstan key address --xpub HEX'],
  })
}

export function templateOutMissing(): CapstanError {
  return new CapstanError({
    code: 'BYTOM_OUT_MISSING',
    kind: 'usage',
    message: '--out is missing: it names the new file for the signed template.',
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
    message: `Each signature of a Bytom key needs the xpub of its signer; there are ${signatures} signatures and ${xpubs} xpubs.`,
    details: { signatures, xpubs },
    suggestions: ['--signature HEX --xpub HEX'],
  })
}
