import { CapstanError } from '../../primitives/capstan-error.ts'
import { campaignStep } from '../../primitives/suggestion.ts'

/** @param file what is there, and is no report that capstan wrote. */
export function reportWouldOverwrite(file: string): CapstanError {
  return new CapstanError({
    code: 'REPORT_WOULD_OVERWRITE',
    kind: 'refused',
    message: `${file} is there already and is not a report of capstan, so it is left as it is.`,
    details: { file },
    suggestions: [campaignStep('report', '--out report.html')],
  })
}
