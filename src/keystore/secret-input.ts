import { readFile } from 'node:fs/promises'
import type { Prompts } from '../primitives/prompts.ts'
import { passwordEmpty, passwordsDiffer, secretFileUnreadable } from './secret-errors.ts'

export type Environment = Readonly<Record<string, string | undefined>>

/**
 * A secret from the file that `<variable>_FILE` names or from `variable` itself, the file first;
 * undefined if neither is set. One line end at the end of the file is not part of it.
 * @throws KEY_SECRET_FILE_UNREADABLE
 */
export async function secretFromEnvironment(
  environment: Environment,
  variable: string,
): Promise<{ readonly secret: string; readonly source: string } | undefined> {
  const fileVariable = `${variable}_FILE`
  const path = environment[fileVariable]
  if (path) {
    const secret = await readFile(path, 'utf8').catch((cause: unknown) => {
      throw secretFileUnreadable(fileVariable, path, cause)
    })
    return { secret: secret.replace(/\r?\n$/, ''), source: fileVariable }
  }
  const secret = environment[variable]
  return secret ? { secret, source: variable } : undefined
}

/** Where one kind of password comes from: its variables, else a prompt, once a process. */
export class PasswordSource {
  private readonly environment: Environment
  private readonly prompts: Pick<Prompts, 'secret'>
  private readonly variable: string
  private readonly title: string
  private asked: Promise<string> | undefined

  /** `variable` is the environment variable without `_FILE`; `title` names the password in questions. */
  constructor(from: {
    environment: Environment
    prompts: Pick<Prompts, 'secret'>
    variable: string
    title: string
  }) {
    this.environment = from.environment
    this.prompts = from.prompts
    this.variable = from.variable
    this.title = from.title
  }

  /**
   * The password of something that exists.
   * @throws KEY_PASSWORD_EMPTY, KEY_SECRET_FILE_UNREADABLE, ANSWER_NEEDED without a terminal.
   */
  current(): Promise<string> {
    this.asked ??= this.find(() => this.ask(`${this.title}:`))
    return this.asked
  }

  /** A password for something new: a person types it twice. @throws KEY_PASSWORDS_DIFFER and the above. */
  chosen(): Promise<string> {
    this.asked ??= this.find(async () => {
      const first = await this.ask(`${this.title}, new or existing:`)
      if ((await this.ask(`${this.title}, once more:`)) !== first) throw passwordsDiffer()
      return first
    })
    return this.asked
  }

  private async find(ask: () => Promise<string>): Promise<string> {
    const given = await secretFromEnvironment(this.environment, this.variable)
    const { secret, source } = given ?? { secret: await ask(), source: 'the prompt' }
    if (secret === '') throw passwordEmpty(source)
    return secret
  }

  private ask(question: string): Promise<string> {
    return this.prompts.secret(question, `${this.variable}_FILE`)
  }
}
