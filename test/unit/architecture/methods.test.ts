// What a node is asked, and how its answer is read, stands in src/chain/rpc and nowhere else.

import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'

const SRC = new URL('../../../src/', import.meta.url).pathname
const ROOM = 'chain/rpc/'
/** A method of JSON-RPC as a text of its own. */
const METHOD = /['"](?:anvil|debug|eth|evm|hardhat|net|trace|txpool|web3)_[a-zA-Z0-9]+['"]/g

const files = readdirSync(SRC, { recursive: true, encoding: 'utf8' }).filter((file) =>
  file.endsWith('.ts'),
)

function methodsIn(file: string): string[] {
  return readFileSync(join(SRC, file), 'utf8').match(METHOD) ?? []
}

test('only the room of JSON-RPC names its methods', () => {
  const outside = files.filter((file) => !file.startsWith(ROOM))
  expect(outside.filter((file) => methodsIn(file).length > 0)).toEqual([])
  expect(files.filter((file) => file.startsWith(ROOM)).flatMap(methodsIn).length).toBeGreaterThan(
    20,
  )
})
