/**
 * Left-aligned columns under upper-case titles, two spaces apart.
 * An empty list is said in words by the caller, never shown as a bare heading.
 */
export function textTable(titles: readonly string[], rows: readonly (readonly string[])[]): string {
  const lines = [titles.map((title) => title.toUpperCase()), ...rows]
  const widths = titles.map((_, column) =>
    Math.max(...lines.map((line) => (line[column] ?? '').length)),
  )
  return lines
    .map((line) =>
      line
        .map((cell, column) => cell.padEnd(widths[column] as number))
        .join('  ')
        .trimEnd(),
    )
    .join('\n')
}

/** `name  value` lines with the values aligned. */
export function textFacts(facts: readonly (readonly [name: string, value: string])[]): string {
  const width = Math.max(...facts.map(([name]) => name.length))
  return facts.map(([name, value]) => `${name.padEnd(width)}  ${value}`.trimEnd()).join('\n')
}
