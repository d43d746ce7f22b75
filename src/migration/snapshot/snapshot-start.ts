import { mkdir, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { z } from 'zod'
import { canonicalJson } from '../../primitives/canonical-json.ts'
import { sha256Hex } from '../../primitives/digest.ts'
import { Document } from '../../primitives/document.ts'
import { count } from '../../primitives/fields.ts'
import { bySchema } from '../../primitives/format.ts'
import { snapshotDamaged } from './snapshot-errors.ts'

const schema = z.strictObject({
  question: z.string(),
  block: z.strictObject({ number: count, hash: z.string(), time: count }),
  firstBlock: count,
  deploymentBlock: count.nullable(),
})

/** What was decided when the snapshot began, so that a run that goes on decides the same. */
export type SnapshotStart = z.infer<typeof schema>

/** @throws SNAPSHOT_DAMAGED */
export const SNAPSHOT_START = new Document<SnapshotStart>({
  format: 'capstan/snapshot-start@1',
  read: bySchema(schema),
  invalid: (file, reason) => snapshotDamaged(file, `does not say how it began: ${reason}`),
})

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
    // Whatever is wrong with it, the snapshot can begin again.
    const start = await SNAPSHOT_START.find(this.#startPath).catch(() => undefined)
    return start?.question === question ? start : undefined
  }

  /** Forgets whatever was in progress and begins. */
  async begin(start: SnapshotStart): Promise<void> {
    await this.remove()
    await mkdir(this.#path, { recursive: true, mode: 0o700 })
    await SNAPSHOT_START.write(this.#startPath, start)
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
