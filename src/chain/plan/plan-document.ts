// A canonical JSON file that names itself by a digest: plans and signed plans.

import type { z } from 'zod'
import { writeFileAtomically } from '../../primitives/atomic-file.ts'
import { canonicalJson } from '../../primitives/canonical-json.ts'
import { sha256Hex } from '../../primitives/digest.ts'
import { readTextFile } from '../../primitives/text-file.ts'
import { planAltered, planFileExists, planInvalid, planMissing } from './plan-errors.ts'

/** What a file is, for errors. */
export interface DocumentKind {
  /** `plan`, `signed plan`. */
  readonly what: string
  /** `capstan/plan@1` */
  readonly format: string
}

/** A file and where it is, for errors. */
export interface DocumentSource extends DocumentKind {
  readonly file: string
}

/** SHA-256 over the canonical JSON, as 64 lower-case hex characters. */
export function digestOf(content: object): string {
  return sha256Hex(canonicalJson(content))
}

/**
 * Writes a document, all or nothing. One that is there already stays: somebody may be reviewing it.
 * @throws PLAN_FILE_EXISTS if it holds anything else.
 */
export async function writeDocument(file: string, document: object): Promise<void> {
  const content = canonicalJson(document)
  const there = await textOf(file)
  if (there === content) return
  if (there !== undefined) throw planFileExists(file)
  await writeFileAtomically(file, content)
}

/** @throws PLAN_MISSING */
export async function readDocument(file: string, what: string): Promise<string> {
  const content = await textOf(file)
  if (content === undefined) throw planMissing(file, what)
  return content
}

/**
 * The JSON of a document, whose every byte is accounted for.
 * @throws PLAN_INVALID if it is something else, PLAN_ALTERED if any byte of it was changed.
 */
export function parseDocument(content: string, { file, what, format }: DocumentSource): object {
  const json = attempt(() => JSON.parse(content) as unknown)
  if (typeof json !== 'object' || json === null) throw planInvalid(file, what, 'it is not JSON')
  const found = 'format' in json ? JSON.stringify(json.format) : 'missing'
  if (found !== JSON.stringify(format)) {
    throw planInvalid(file, what, `its format is ${found}, not "${format}"`)
  }
  if (attempt(() => canonicalJson(json)) !== content) {
    throw planAltered(file, what, 'it is not in its canonical form')
  }
  assertDigest(json, { file, what, format })
  return json
}

/** @throws PLAN_ALTERED if the JSON is not what its digest was made of. */
export function assertDigest(json: object, { file, what }: DocumentSource): void {
  const { digest, ...rest } = json as { readonly digest?: unknown }
  if (digestOf(rest) !== digest) throw planAltered(file, what, 'its digest is another one')
}

/** @throws PLAN_INVALID naming the first field that is wrong. */
export function parseFields<T>(
  schema: z.ZodType<T>,
  json: unknown,
  { file, what }: DocumentSource,
): T {
  const parsed = schema.safeParse(json)
  if (parsed.success) return parsed.data
  const issue = parsed.error.issues[0]
  const field = issue?.path.join('.') || 'the file'
  throw planInvalid(file, what, `${field}: ${issue?.message}`)
}

async function textOf(file: string): Promise<string | undefined> {
  try {
    return await readTextFile(file)
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined
    throw error
  }
}

function attempt<T>(work: () => T): T | undefined {
  try {
    return work()
  } catch {
    return undefined
  }
}
