import { expect, it } from 'vitest'
import { toCapstanError } from '../../../src/cli/frame/failure.ts'

/** As Inquirer throws when Ctrl-C closes a question. */
class ExitPromptError extends Error {
  override name = 'ExitPromptError'
}

it.each([
  ['a question that is closed', new ExitPromptError('SIGINT'), 'CANCELLED', 130],
  ['a fault of ours', new TypeError('x is not a function'), 'INTERNAL', 1],
  ['what is no error at all', 'x', 'INTERNAL', 1],
  ['a full disk', Object.assign(new Error('ENOSPC'), { code: 'ENOSPC' }), 'FILE_INACCESSIBLE', 8],
])('%s has a code of its own', (_, thrown, code, exitCode) => {
  expect(toCapstanError(thrown)).toMatchObject({ code, exitCode, cause: thrown })
})

it('what has a code keeps it', () => {
  const error = toCapstanError('x')
  expect(toCapstanError(error)).toBe(error)
})
