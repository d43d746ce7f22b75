import { type AmountUnit, amountText, countText } from '../primitives/amount-text.ts'
import { textFacts, textTable } from '../primitives/text-table.ts'
import type { View } from '../primitives/view.ts'
import type { AuditResult } from './audit-result.ts'
import { failedText } from './distribute-view.ts'

/** An audit that finds a difference is a result, and exits 7. */
export function auditView(audited: AuditResult, unit: AmountUnit): View {
  const { ok, checks, paid, unpaid, paidBaseUnits, unpaidBaseUnits, remainderBaseUnits } = audited
  const failing = checks.filter((check) => !check.ok).length
  return {
    json: audited,
    text: [
      ok
        ? `Clean: ${countText(checks.length, 'check holds', 'checks hold')}.`
        : `NOT clean: ${countText(failing, 'check fails', 'checks fail')}.`,
      textTable(
        ['', 'check', 'found'],
        checks.map(({ name, ok, detail }) => [ok ? 'ok' : 'FAILS', name, detail]),
      ),
      textFacts([
        ['paid', `${amountText(paidBaseUnits, unit)} to ${countText(paid, 'account', 'accounts')}`],
        [
          'unpaid',
          `${amountText(unpaidBaseUnits, unit)}, ${countText(unpaid, 'account', 'accounts')}`,
        ],
        ['remainder', amountText(remainderBaseUnits, unit)],
      ]),
      ...failedText(audited.failed),
    ].join('\n'),
    ...(!ok && { finding: 'mismatch' as const }),
  }
}
