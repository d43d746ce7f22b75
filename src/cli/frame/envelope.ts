import type { CapstanError } from '../../primitives/capstan-error.ts'
import { showableText } from '../../primitives/showable-text.ts'

/** JSON of a success: the documented object and the warnings. */
export function successJson(result: object, warnings: readonly string[]): string {
  return print({ ...result, warnings })
}

/** JSON of a failure. Built by hand: no stack, no cause, nothing undocumented. */
export function failureJson(error: CapstanError, warnings: readonly string[]): string {
  const { code, message, details, suggestions, exitCode } = error
  return print({ error: { code, message, details, suggestions, exitCode }, warnings })
}

/** The same failure as text. */
export function failureText(error: CapstanError, paint: FailurePaint): string {
  const lines = [`${paint.error('Error:')} ${showableText(error.message)}`]
  for (const suggestion of error.suggestions) {
    lines.push(`  ${paint.hint('→')} ${showableText(suggestion)}`)
  }
  return lines.join('\n')
}

export interface FailurePaint {
  error(text: string): string
  hint(text: string): string
}

function print(value: object): string {
  return JSON.stringify(
    value,
    (_key, member: unknown) => (typeof member === 'bigint' ? member.toString() : member),
    2,
  )
}
