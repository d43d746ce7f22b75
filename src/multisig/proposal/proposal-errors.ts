import { CapstanError } from '../../primitives/capstan-error.ts'

export function proposalMissing(file: string): CapstanError {
  return new CapstanError({
    code: 'PROPOSAL_MISSING',
    kind: 'not-found',
    message: `There is no proposal at ${file}.`,
    details: { file },
  })
}

/** It cannot be read as what it should be. @param reason as in "it is not JSON". */
export function proposalInvalid(file: string, reason: string): CapstanError {
  return new CapstanError({
    code: 'PROPOSAL_INVALID',
    kind: 'usage',
    message: `${file} is not a proposal that capstan can read: ${reason}.`,
    details: { file, reason },
  })
}

/** It says one thing and encodes another. @param reason as in "its digest is another one". */
export function proposalAltered(file: string, reason: string): CapstanError {
  return new CapstanError({
    code: 'PROPOSAL_ALTERED',
    kind: 'mismatch',
    message: `The proposal ${file} contradicts itself: ${reason}. Nothing was signed or sent.`,
    details: { file, reason },
    suggestions: ['Ask the proposer for the file again, and compare the digests.'],
  })
}

export function signatureWrong(file: string, signer: string, reason: string): CapstanError {
  return new CapstanError({
    code: 'PROPOSAL_SIGNATURE_WRONG',
    kind: 'mismatch',
    message: `The signature of ${signer} in ${file} ${reason}.`,
    details: { file, signer, reason },
    suggestions: [
      'Ask that owner for a signed copy, and merge the copies with "capstan multisig merge".',
    ],
  })
}

export function proposalFileExists(file: string): CapstanError {
  return new CapstanError({
    code: 'PROPOSAL_FILE_EXISTS',
    kind: 'refused',
    message: `${file} exists, holds something else and is not overwritten.`,
    details: { file },
    suggestions: ['Use another file name, or remove the file first.'],
  })
}

/** A file holds something that this kind of contract does not hash. */
export function fieldUnexpected(driver: string, field: string): CapstanError {
  return new CapstanError({
    code: 'PROPOSAL_FIELD_FOREIGN',
    kind: 'mismatch',
    message: `A proposal with the driver ${driver} has no field ${JSON.stringify(field)}.`,
    details: { driver, field },
  })
}

export function signatureFormUnknown(driver: string, form: string): CapstanError {
  return new CapstanError({
    code: 'SIGNATURE_FORM_UNKNOWN',
    kind: 'usage',
    message: `A key cannot sign a proposal with the driver ${driver} in the form ${form}.`,
    details: { driver, form },
  })
}

export function copiesConflict(first: string, second: string, field: string): CapstanError {
  return new CapstanError({
    code: 'PROPOSAL_COPIES_CONFLICT',
    kind: 'mismatch',
    message: `${first} and ${second} are not copies of one proposal: they differ in ${field}.`,
    details: { files: [first, second], field },
  })
}

export function signaturesConflict(signer: string, first: string, second: string): CapstanError {
  return new CapstanError({
    code: 'PROPOSAL_SIGNATURES_CONFLICT',
    kind: 'mismatch',
    message: `${first} and ${second} have different signatures of the contract ${signer}.`,
    details: { files: [first, second], signer },
    suggestions: ['Ask the owner of that contract which signature is right.'],
  })
}

export function signatureRefused(signer: string): CapstanError {
  return new CapstanError({
    code: 'PROPOSAL_SIGNATURE_REFUSED',
    kind: 'mismatch',
    message: `The contract ${signer} does not accept this signature.`,
    details: { signer },
  })
}

/** @param reason why only a chain can tell what a signature would do. */
export function chainNeeded(file: string, reason: string): CapstanError {
  return new CapstanError({
    code: 'PROPOSAL_CHAIN_NEEDED',
    kind: 'refused',
    message: `${file} is not signed offline: ${reason}.`,
    details: { file, reason },
    suggestions: [`capstan multisig sign ${file}`],
  })
}
