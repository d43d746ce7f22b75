import {
  type Document,
  isAlias,
  isMap,
  isScalar,
  LineCounter,
  parseDocument,
  visit,
  type YAMLMap,
} from 'yaml'
import type { z } from 'zod'
import type { CapstanError } from './capstan-error.ts'

/** One thing wrong in a YAML file. Lines and columns count from 1. */
export interface YamlProblem {
  readonly line: number
  readonly column: number
  readonly message: string
}

/** The errors of the topic whose file it is. */
export interface YamlFaults {
  /** Usage, with line and column of everything that is wrong. */
  readonly invalid: (path: string, problems: readonly YamlProblem[]) => CapstanError
  /** @param reason as in "is nested too deeply to be read". */
  readonly unreadable: (path: string, reason: string, cause?: unknown) => CapstanError
}

/** Where the parts of a document stand, by path from its root. */
export interface YamlText {
  /** Mappings, lists and texts: every scalar is exactly what stands in the file. */
  readonly content: unknown
  /** The problem with whatever is at `path`, or with the mapping that lacks it. */
  problemAt(path: readonly PropertyKey[], message: string): YamlProblem
  /** The problem with a key itself. */
  problemAtKey(path: readonly PropertyKey[], key: string, message: string): YamlProblem
}

/** What a zod schema found wrong with the content of a document. */
type SchemaIssue = z.core.$ZodIssue

/** Where each issue stands. A mistyped key is often a missing one too; its own line comes first. */
export function schemaProblems(yaml: YamlText, found: readonly SchemaIssue[]): YamlProblem[] {
  const mistyped = found.filter(({ code }) => code === 'unrecognized_keys')
  return Array.from(new Set([...mistyped, ...found])).flatMap((issue) => problemsOf(yaml, issue))
}

function problemsOf(yaml: YamlText, issue: SchemaIssue): YamlProblem[] {
  if (issue.code !== 'unrecognized_keys') return [yaml.problemAt(issue.path, issue.message)]
  return issue.message
    .split('\n')
    .map((message, index) => yaml.problemAtKey(issue.path, issue.keys[index] as string, message))
}

/** Control characters no text file has; tab, LF and CR are fine. */
const STRANGE_CHARACTER = /(?![\t\n\r])[\p{Cc}\ufeff]/u

/**
 * Reads YAML under its failsafe schema, where nothing is guessed: no number is rounded, no `no`
 * becomes false, and an address without quotes stays an address.
 * @throws what `faults.invalid` makes, with line and column, for anything that is not one plain YAML
 * document: repeated keys, aliases, tags, control characters.
 */
export function readYamlText(path: string, text: string, faults: YamlFaults): YamlText {
  const lines = new LineCounter()
  const body = text.startsWith('\ufeff') ? text.slice(1) : text
  const document = parse(path, body, lines, faults)
  const found = [...syntaxProblems(document), ...surprises(document, lines, body)]
  if (found.length > 0) throw faults.invalid(path, found)
  dropEmptyValues(document)
  return new Located(document, lines)
}

function parse(path: string, text: string, lines: LineCounter, faults: YamlFaults): Document {
  try {
    // The parser compares each key with all others to find repeated ones; `surprises` is quicker.
    return parseDocument(text, { schema: 'failsafe', lineCounter: lines, uniqueKeys: false })
  } catch (cause) {
    // The parser recurses: a file of nothing but brackets exhausts the stack.
    if (cause instanceof RangeError) {
      throw faults.unreadable(path, 'is nested too deeply to be read', cause)
    }
    throw cause
  }
}

function* syntaxProblems({ errors, warnings }: Document): Generator<YamlProblem> {
  for (const { message, linePos } of [...errors, ...warnings]) {
    const { line, col: column } = linePos?.[0] ?? { line: 1, col: 1 }
    const sentence = (message.split('\n')[0] as string).replace(/ at line \d+, column \d+:$/, '')
    yield { line, column, message: sentence }
  }
}

/** What is valid YAML but has no business in a file that money depends on. */
function surprises(document: Document, lines: LineCounter, text: string): YamlProblem[] {
  const problems: YamlProblem[] = []
  const at = (offset: number, message: string): void => {
    problems.push({ ...position(lines, offset), message })
  }
  const strange = STRANGE_CHARACTER.exec(text)
  if (strange) at(strange.index, 'holds a control character')
  visit(document, {
    Node(_, node) {
      const offset = node.range?.[0] ?? 0
      if (isAlias(node) || ('anchor' in node && node.anchor)) {
        at(offset, 'anchors and aliases are not used here: write the value out')
        return visit.BREAK
      }
      if (isMap(node)) for (const problem of keyProblems(node)) at(problem.offset, problem.message)
      if (node.tag?.startsWith('!')) at(offset, `the tag ${node.tag} is not used here`)
      return undefined
    },
  })
  return problems
}

function* keyProblems(map: YAMLMap): Generator<{ offset: number; message: string }> {
  const keys = new Set<unknown>()
  for (const { key } of map.items) {
    const offset = offsetOf(key) ?? 0
    if (!isScalar(key)) yield { offset, message: 'a key must be a single value' }
    else if (keys.has(key.value)) yield { offset, message: `the key "${key.value}" is repeated` }
    else keys.add(key.value)
  }
}

/** `exclude:` with nothing after it says nothing, as when all its items are commented out. */
function dropEmptyValues(document: Document): void {
  visit(document, {
    Pair(_, { value }) {
      return isScalar(value) && value.type === 'PLAIN' && value.value === ''
        ? visit.REMOVE
        : undefined
    },
  })
}

class Located implements YamlText {
  readonly content: unknown

  readonly #document: Document
  readonly #lines: LineCounter

  constructor(document: Document, lines: LineCounter) {
    this.#document = document
    this.#lines = lines
    this.content = document.toJS({ maxAliasCount: 0 })
  }

  problemAt(path: readonly PropertyKey[], message: string): YamlProblem {
    for (let depth = path.length; depth >= 0; depth--) {
      const node = this.#document.getIn(path.slice(0, depth), true)
      const offset = offsetOf(node)
      if (offset === undefined) continue
      return { ...position(this.#lines, offset), message: `${named(path)}${message}` }
    }
    return { line: 1, column: 1, message: `${named(path)}${message}` }
  }

  problemAtKey(path: readonly PropertyKey[], key: string, message: string): YamlProblem {
    const parent = path.length === 0 ? this.#document.contents : this.#document.getIn(path, true)
    const pair = isMap(parent)
      ? parent.items.find(({ key: node }) => isScalar(node) && String(node.value) === key)
      : undefined
    const offset = offsetOf(pair?.key) ?? 0
    return { ...position(this.#lines, offset), message }
  }
}

function offsetOf(node: unknown): number | undefined {
  const range = (node as { range?: readonly number[] | null } | null | undefined)?.range
  return range?.[0]
}

function position(lines: LineCounter, offset: number): { line: number; column: number } {
  const { line, col: column } = lines.linePos(offset)
  return { line: Math.max(line, 1), column: Math.max(column, 1) }
}

/** `rules.exclude[2].address ` */
function named(path: readonly PropertyKey[]): string {
  if (path.length === 0) return ''
  const text = path
    .map((part) => (typeof part === 'number' ? `[${part}]` : `.${String(part)}`))
    .join('')
  return `${text.slice(1)} `
}
