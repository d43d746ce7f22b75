import { textFacts, textTable } from '../../primitives/text-table.ts'
import type { View } from '../../primitives/view.ts'
import { gravestRefusal, type Imported, type ImportedBindings } from './import-bindings.ts'

const STATUSES = ['accepted', 'superseded', 'duplicate', 'incomplete', 'refused'] as const

/** The outcome of each. Any refusal makes it a finding, of the gravest kind among them. */
export function importView({ imported, digest }: ImportedBindings): View {
  const counts = STATUSES.map((status) => {
    const count = imported.filter((each) => each.status === status).length
    return [status, count] as const
  })
  const finding = gravestRefusal(imported)
  const rest = imported.filter(({ status }) => status === 'refused' || status === 'incomplete')
  return {
    json: { ...Object.fromEntries(counts), bindings: imported.map(importedJson), digest },
    text: [
      textFacts([
        ...counts.map(([status, count]) => [status, `${count}`] as const),
        ...(digest === null ? [] : [['digest', digest] as const]),
      ]),
      ...(rest.length === 0 ? [] : [textTable(['file', 'line', 'status', ''], rest.map(row))]),
    ].join('\n'),
    ...(finding !== undefined && { finding }),
  }
}

function importedJson({ error, ...imported }: Imported): object {
  return { ...imported, code: error?.code ?? null, reason: error?.message ?? null }
}

function row({ file, line, status, missing, error }: Imported): string[] {
  const detail = error?.message ?? `${missing} more of its keys must sign`
  return [file, `${line ?? ''}`, status, detail]
}
