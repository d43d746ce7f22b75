import { textTable } from '../../primitives/text-table.ts'
import type { View } from '../../primitives/view.ts'
import type { MachineCheck } from './doctor.ts'

/** Each check with its result; exits 3 if a needed one fails. */
export function doctorView(checks: readonly MachineCheck[]): View {
  const table = textTable(
    ['check', 'ok', 'found'],
    checks.map(({ name, ok, needed, detail }) => [name, ok ? 'yes' : needed ? 'NO' : 'no', detail]),
  )
  const hints = checks.flatMap(({ suggestion }) => (suggestion === null ? [] : [`→ ${suggestion}`]))
  return {
    json: { checks },
    text: [table, ...hints].join('\n'),
    ...(checks.some(({ ok, needed }) => needed && !ok) && { finding: 'refused' as const }),
  }
}
