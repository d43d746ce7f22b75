import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { type Environment, PasswordSource } from '../../../src/keystore/secret-input.ts'
import { temporaryFolder } from '../../support/home.ts'

describe('a password', () => {
  it('comes from the file first, then the variable, then the next variable', async () => {
    const file = join(temporaryFolder(), 'password')
    writeFileSync(file, ' from file \r\n')
    expect(await source({ FIRST_FILE: file, FIRST: 'x', NEXT: 'y' }).current()).toBe(' from file ')
    expect(await source({ FIRST: 'x', NEXT: 'y' }).current()).toBe('x')
    expect(await source({ FIRST: '', NEXT: 'y' }).current()).toBe('y')
  })

  it('loses only one line end of its file', async () => {
    const file = join(temporaryFolder(), 'password')
    writeFileSync(file, 'two\n\n')
    expect(await source({ FIRST_FILE: file }).current()).toBe('two\n')
  })

  it('from a file that cannot be read or is empty is an error, not a prompt', async () => {
    const folder = temporaryFolder()
    await expect(source({ FIRST_FILE: join(folder, 'none') }).current()).rejects.toMatchObject({
      code: 'KEY_SECRET_FILE_UNREADABLE',
      exitCode: 2,
    })
    writeFileSync(join(folder, 'empty'), '\n')
    await expect(source({ FIRST_FILE: join(folder, 'empty') }).current()).rejects.toMatchObject({
      code: 'KEY_PASSWORD_EMPTY',
      exitCode: 2,
    })
  })

  it('is asked for once a process', async () => {
    const questions: string[] = []
    const password = source({}, async (question) => {
      questions.push(question)
      return 'typed'
    })
    expect(await password.current()).toBe('typed')
    expect(await password.current()).toBe('typed')
    expect(await password.chosen()).toBe('typed')
    expect(questions).toEqual(['Password:'])
  })

  it('for something new is typed twice and must be the same', async () => {
    const answers = ['one', 'one']
    expect(await source({}, async () => answers.shift() ?? '').chosen()).toBe('one')
    const others = ['one', 'two']
    await expect(source({}, async () => others.shift() ?? '').chosen()).rejects.toMatchObject({
      code: 'KEY_PASSWORDS_DIFFER',
      exitCode: 2,
    })
  })

  it('names the variable of its file to whoever cannot be asked', async () => {
    const password = source({}, (_, flag) => Promise.reject(new Error(flag)))
    await expect(password.current()).rejects.toThrow('FIRST_FILE')
  })
})

function source(
  environment: Environment,
  secret: (question: string, flag: string) => Promise<string> = () =>
    Promise.reject(new Error('nobody is asked')),
): PasswordSource {
  return new PasswordSource({
    environment,
    prompts: { secret },
    variables: ['FIRST', 'NEXT'],
    title: 'Password',
  })
}
