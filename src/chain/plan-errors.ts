import { CapstanError } from '../primitives/capstan-error.ts'

/** @param what `plan` or `signed plan`. */
export function planMissing(file: string, what: string): CapstanError {
  return new CapstanError({
    code: 'PLAN_MISSING',
    kind: 'not-found',
    message: `There is no ${what} at ${file}.`,
    details: { file },
  })
}

/** It cannot be read as what it should be. @param reason as in "it is not JSON". */
export function planInvalid(file: string, what: string, reason: string): CapstanError {
  return new CapstanError({
    code: 'PLAN_INVALID',
    kind: 'usage',
    message: `${file} is no ${what} that capstan can read: ${reason}.`,
    details: { file, reason },
  })
}

/** It is not as it was written. @param reason as in "its digest is another one". */
export function planAltered(file: string, what: string, reason: string): CapstanError {
  return new CapstanError({
    code: 'PLAN_ALTERED',
    kind: 'mismatch',
    message: `The ${what} ${file} was changed after it was written: ${reason}.`,
    details: { file, reason },
    suggestions: ['Make the plan again with --plan-out, and compare the digests.'],
  })
}

export function planFileExists(file: string): CapstanError {
  return new CapstanError({
    code: 'PLAN_FILE_EXISTS',
    kind: 'refused',
    message: `${file} exists and holds something else. Nothing was written.`,
    details: { file },
    suggestions: ['Name another file, or remove that one first.'],
  })
}
