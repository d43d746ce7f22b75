import { textFacts } from '../../primitives/text-table.ts'
import type { View } from '../../primitives/view.ts'
import type { WrittenReport } from './write-report.ts'

/**
 * A report of an audit that is not clean is written too, and exits 7 as the audit
 * does.
 */
export function reportView({ file, digest, ok }: WrittenReport): View {
  const found =
    ok === null
      ? 'Nothing is published yet.'
      : ok
        ? 'Its audit is clean.'
        : 'Its audit is NOT clean.'
  return {
    json: { file, digest, ok },
    text: `Wrote the report. ${found}\n${textFacts([
      ['file', file],
      ['digest', digest],
    ])}`,
    ...(ok === false && { finding: 'mismatch' as const }),
  }
}
