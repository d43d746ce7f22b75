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

/** Decisions of the first run of a snapshot, so that a resumed run decides the same. */
export type SnapshotStart = z.infer<typeof schema>

/** @throws SNAPSHOT_DAMAGED */
export const SNAPSHOT_START = new Document<SnapshotStart>({
  format: 'capstan/snapshot-start@1',
  read: bySchema(schema),
  invalid: (file, reason) =>
    snapshotDamaged(file, `is not the record of a snapshot's start: ${reason}`),
})

/**
 * The folder of a snapshot in progress. Nothing in it is needed once the snapshot is done.
 */
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

  /** The start of the snapshot of this question; undefined if it has not begun. */
  async readStart(question: string): Promise<SnapshotStart | undefined> {
    // Whatever is wrong with it, the snapshot can start again.
    const start = await SNAPSHOT_START.find(this.#startPath).catch(() => undefined)
    return start?.question === question ? start : undefined
  }

  /** Deletes any progress and starts. */
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

/** Identifies the question of a transfer journal. */
export function journalQuestion({ question, block, firstBlock }: SnapshotStart): string {
  return sha256Hex(canonicalJson({ question, hash: block.hash, firstBlock }))
}
