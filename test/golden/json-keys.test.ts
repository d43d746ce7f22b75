import { expect, test } from 'vitest'
import manifest from '../../oclif.manifest.json' with { type: 'json' }
import promises from './json-keys.json' with { type: 'json' }

test('the keys of every command’s JSON are promised', () => {
  const commands = Object.keys(manifest.commands).map((id) => id.replaceAll(':', ' '))
  const unpromised = commands.filter((name) => !(name in promises))
  expect(unpromised).toEqual([])
})
