import { CapstanError } from '../../primitives/capstan-error.ts'

/** @param field as in `transactions.3.to`, or a line; @param reason as in "is no address". */
export function batchInvalid(file: string, field: string, reason: string): CapstanError {
  return new CapstanError({
    code: 'BATCH_INVALID',
    kind: 'usage',
    message: `${file}: ${field} ${reason}.`,
    details: { file, field, reason },
  })
}

export function batchAltered(file: string, checksum: string, computed: string): CapstanError {
  return new CapstanError({
    code: 'BATCH_CHECKSUM',
    kind: 'mismatch',
    message: `${file} was changed after the Transaction Builder wrote it: its checksum is ${computed}, but it says ${checksum}.`,
    details: { file, checksum, computed },
    suggestions: ['Ask for the file again, or read it and remove meta.checksum.'],
  })
}

/** The data, which would be sent, is not what the function and its values say. */
export function batchContradiction(file: string, field: string, signature: string): CapstanError {
  return new CapstanError({
    code: 'BATCH_CONTRADICTION',
    kind: 'mismatch',
    message: `${file}: ${field}.data is not the call of ${signature} beside it.`,
    details: { file, field, signature },
    suggestions: ['Ask the author of the file which of the two is meant.'],
  })
}
