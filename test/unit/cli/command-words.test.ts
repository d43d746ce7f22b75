import { Config } from '@oclif/core'
import { normalizeArgv } from '@oclif/core/help'
import fc from 'fast-check'
import { beforeAll, expect, it } from 'vitest'
import { commandNamed } from '../../../src/cli/frame/command-words.ts'
import { projectRoot } from '../../support/capstan.ts'

let config: Config
let commandIds: ReadonlySet<string>

beforeAll(async () => {
  config = await Config.load(projectRoot)
  // oclif's completion answers to its words in any order; it is left to oclif.
  commandIds = new Set(config.commandIDs.filter((id) => !id.includes('autocomplete')))
})

it('the longest name that the arguments begin with is the command', () => {
  const ids = new Set(['key:list', 'migrate:bind', 'migrate:bind:import'])
  expect(commandNamed(['key', 'list', '--json'], ids)).toEqual({ id: 'key:list', argv: ['--json'] })
  expect(commandNamed(['migrate', 'bind', 'import', 'a'], ids)).toEqual({
    id: 'migrate:bind:import',
    argv: ['a'],
  })
  expect(commandNamed(['migrate', 'bind', '--yes'], ids)?.id).toBe('migrate:bind')
  for (const none of [[], ['key'], ['key:list'], ['--json', 'key', 'list'], ['list']]) {
    expect(commandNamed(none, ids)).toBeUndefined()
  }
})

it('whatever is typed, oclif finds the same command with the same arguments, or none', () => {
  const words = [...new Set([...commandIds].flatMap((id) => id.split(':')))]
  const word = fc.oneof(
    { weight: 6, arbitrary: fc.constantFrom(...words) },
    fc.constantFrom('--json', '-x', 'a=b', '', '--', 'name', 'key:list'),
  )
  const typed = fc.oneof(
    fc.array(word, { minLength: 1, maxLength: 6 }),
    fc
      .tuple(fc.constantFrom(...commandIds), fc.array(word, { maxLength: 3 }))
      .map(([id, rest]) => [...id.split(':'), ...rest]),
  )
  fc.assert(
    fc.property(typed, (argv) => {
      const named = commandNamed(argv, commandIds)
      const [id = '', ...rest] = normalizeArgv(config, [...argv])
      // Of empty words and colons oclif makes a name, too; they are left to it.
      const isLeft = argv.some((text) => text === '' || text.includes(':'))
      if (config.findCommand(id) && !isLeft) {
        expect(named).toEqual({ id, argv: rest })
      } else if (named && !isLeft) {
        // A word that the command does not take has become a part of the name.
        const command = config.findCommand(named.id)
        expect(Object.keys(command?.args ?? {})).toEqual([])
        expect(named.argv[0]).not.toMatch(/^-|=/)
      }
    }),
    { numRuns: 2000 },
  )
})
