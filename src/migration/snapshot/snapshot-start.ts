import { mkdir, readFile, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { z } from 'zod'
import { writeFileAtomically } from '../../primitives/atomic-file.ts'
import { canonicalJson } from '../../primitives/canonical-json.ts'
import { sha256Hex } from '../../primitives/digest.ts'

const startSchema = z.strictObject({
  format: z.literal('capstan/snapshot-start@1'),
  question: z.string(),
  block: z.strictObject({ number: z.int().min(0), hash: z.string(), time: z.int().min(0) }),
  firstBlock: z.int().min(0),
  deploymentBlock: z.int().min(0).nullable(),
})

/** What was decided when the snapshot began, so that a run that goes on decides the same. */
export type SnapshotStart = z.infer<typeof startSchema>

/** The folder of a snapshot in progress. Nothing in it is worth keeping once the snapshot is done. */
export class WorkFolder {
  readonly #path: string

  /** @param out the campaign's folder of results */
  constructor(out: string) {
    this.#path = join(out, '.snapshot')
  }

  get journalPath(): string {
    return join(this.#path, 'transfers.bin')
  }

  /** Blocks of Bytom that were read already. */
  get blocksPath(): string {
    return join(this.#path, 'blocks.ndjson')
  }

  /** How the snapshot of this question began; undefined when it has not. */
  async readStart(question: string): Promise<SnapshotStart | undefined> {
    const text = await readFile(this.#startPath, 'utf8').catch(() => '')
    const start = startSchema.safeParse(parseJson(text))
    return start.success && start.data.question === question ? start.data : undefined
  }

  /** Forgets whatever was in progress and begins. */
  async begin(start: SnapshotStart): Promise<void> {
    await this.remove()
    await mkdir(this.#path, { recursive: true, mode: 0o700 })
    await writeFileAtomically(this.#startPath, canonicalJson(start))
  }

  async remove(): Promise<void> {
    await rm(this.#path, { recursive: true, force: true })
  }

  get #startPath(): string {
    return join(this.#path, 'start.json')
  }
}

/** Names what a journal of transfers is about. */
export function journalQuestion({ question, block, firstBlock }: SnapshotStart): string {
  return sha256Hex(canonicalJson({ question, hash: block.hash, firstBlock }))
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
