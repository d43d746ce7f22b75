import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { projectRoot } from '../support/capstan.ts'

interface Manifest {
  readonly commands: Readonly<
    Record<
      string,
      {
        readonly flags: Readonly<Record<string, { char?: string; options?: readonly string[] }>>
        readonly args: Readonly<Record<string, { required?: boolean }>>
      }
    >
  >
}

/** What scripts rely on: a difference here is a change of the promise, to be made on purpose. */
it('commands, arguments and flags are the promised ones', async () => {
  const manifest = JSON.parse(
    readFileSync(join(projectRoot, 'oclif.manifest.json'), 'utf8'),
  ) as Manifest
  const lines = Object.entries(manifest.commands)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([id, { args, flags }]) => {
      const argumentNames = Object.entries(args).map(([name, { required }]) =>
        required ? name.toUpperCase() : `[${name.toUpperCase()}]`,
      )
      const flagNames = Object.entries(flags)
        .sort(([a], [b]) => (a < b ? -1 : 1))
        .map(
          ([name, { char, options }]) =>
            `  --${name}${char ? `,-${char}` : ''}${options ? `=${options.join('|')}` : ''}`,
        )
      return [[id.replaceAll(':', ' '), ...argumentNames].join(' '), ...flagNames].join('\n')
    })
  await expect(`${lines.join('\n')}\n`).toMatchFileSnapshot('surface.txt')
})
