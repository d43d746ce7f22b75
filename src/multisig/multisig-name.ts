import { CapstanError } from '../primitives/capstan-error.ts'

/** @throws MULTISIG_NAME_INVALID */
export function parseName(text: string): string {
  if (/^[\p{L}\p{N}][\p{L}\p{N} ._-]{0,63}$/u.test(text)) return text
  throw new CapstanError({
    code: 'MULTISIG_NAME_INVALID',
    kind: 'usage',
    message: 'A name is 1 to 64 letters, digits, spaces, dots, dashes and underscores.',
  })
}
