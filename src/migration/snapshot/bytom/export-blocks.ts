import { createReadStream } from 'node:fs'
import { resolve } from 'node:path'
import { AtomicFile, removeUnfinished } from '../../../primitives/atomic-file.ts'

/** Copies the first `bytes` of a file of blocks to `target`, all or nothing. */
export async function exportBlocks(
  { path, bytes }: { readonly path: string; readonly bytes: number },
  target: string,
): Promise<void> {
  // They are already there; what follows them in the file is not ours to remove.
  if (resolve(path) === resolve(target)) return
  await removeUnfinished(target)
  const file = await AtomicFile.create(target)
  try {
    for await (const chunk of createReadStream(path, { end: bytes - 1 })) {
      await file.write(chunk as Buffer)
    }
    await file.commit()
  } catch (error) {
    await file.discard()
    throw error
  }
}
