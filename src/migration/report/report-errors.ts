import { CapstanError } from '../../primitives/capstan-error.ts'
import { campaignStep } from '../../primitives/suggestion.ts'

/** @param file that exists and is not a report of capstan. */
export function reportWouldOverwrite(file: string): CapstanError {
  return new CapstanError({
    code: 'REPORT_WOULD_OVERWRITE',
    kind: 'refused',
    message: `${file} exists and is not a report of capstan. It was not changed.`,
    details: { file },
    suggestions: [campaignStep('report', '--out report.html')],
  })
}
