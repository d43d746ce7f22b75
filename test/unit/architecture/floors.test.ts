// A folder of src imports from itself and from lower floors, so topics never import each other.

import { readdirSync, readFileSync } from 'node:fs'
import { dirname, join, normalize } from 'node:path'
import { expect, test } from 'vitest'
import table from './floors.json' with { type: 'json' }

const SRC = new URL('../../../src/', import.meta.url).pathname
const IMPORT = /(?:from|import\(|import)\s*'(\.[^']+)'/g

interface Import {
  /** Paths below src. */
  readonly importer: string
  readonly imported: string
}

/** The folder of the table that a file is in: the innermost. */
function folderOf(path: string): string | undefined {
  return table.floors
    .flat()
    .filter((folder) => path.startsWith(`${folder}/`))
    .sort((a, b) => b.length - a.length)[0]
}

function floorOf(folder: string | undefined): number {
  return table.floors.findIndex((folders) => folders.some((one) => one === folder))
}

/** Whether the table lets one file of src import another. */
function isAllowed({ importer, imported }: Import): boolean {
  const [from, to] = [folderOf(importer), folderOf(imported)]
  return from === to || floorOf(to) < floorOf(from)
}

function importsOf(importer: string): Import[] {
  const text = readFileSync(join(SRC, importer), 'utf8')
  return [...text.matchAll(IMPORT)].map(([, path]) => ({
    importer,
    imported: normalize(join(dirname(importer), path as string)),
  }))
}

const files = readdirSync(SRC, { recursive: true, encoding: 'utf8' }).filter((file) =>
  file.endsWith('.ts'),
)

test('every folder of src has its floor', () => {
  expect(files.filter((file) => folderOf(file) === undefined)).toEqual([])
})

test('a folder imports only from itself and from lower floors', () => {
  const imports = files.flatMap(importsOf)
  expect(imports.length).toBeGreaterThan(1000)
  expect(imports.filter((one) => !isAllowed(one))).toEqual([])
})

test.each([
  ['a lower floor', 'migration/a.ts', 'chain/b.ts', true],
  ['its own folder', 'migration/tree/a.ts', 'migration/b.ts', true],
  ['a higher floor', 'chain/a.ts', 'migration/b.ts', false],
  ['another topic', 'migration/a.ts', 'multisig/b.ts', false],
  ['a neighbour of its floor', 'bytomd/a.ts', 'chain/rpc/b.ts', false],
  ['the frame of the command line', 'cli/key/a.ts', 'cli/frame/b.ts', true],
  ['a topic, by the frame', 'cli/frame/a.ts', 'cli/key/b.ts', false],
])('an import from %s', (_, importer, imported, allowed) => {
  expect(isAllowed({ importer, imported })).toBe(allowed)
})
