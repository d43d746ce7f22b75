import { CapstanError } from '../../primitives/capstan-error.ts'

/** @param file that exists and is not a report of capstan. */
export function reportWouldOverwrite(file: string): CapstanError {
  return new CapstanError({
    code: 'REPORT_WOULD_OVERWRITE',
    kind: 'refused',
    message: `${file} exists and is not a report of capstan. It was not changed.`,
    details: { file },
    suggestions: ['capstan migrate report --out report.html'],
  })
}
