import { readFile } from 'node:fs/promises'
import type { Prompts } from '../primitives/prompts.ts'
import { passwordEmpty, passwordsDiffer, secretFileUnreadable } from './stores/store-errors.ts'

/** A secret and the name of the variable it came by. */
interface GivenSecret {
  readonly secret: string
  readonly source: string
}

export type Environment = Readonly<Record<string, string | undefined>>

/**
 * A secret from the file that `<variable>_FILE` names or from `variable` itself, the file first;
 * undefined if neither is set. One line end at the end of the file is not part of it.
 * @throws KEY_SECRET_FILE_UNREADABLE
 */
export async function secretFromEnvironment(
  environment: Environment,
  variable: string,
): Promise<GivenSecret | undefined> {
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
  readonly #environment: Environment
  readonly #prompts: Pick<Prompts, 'secret'>
  readonly #variables: readonly [string, ...string[]]
  readonly #title: string
  #asked: Promise<string> | undefined

  /**
   * `variables` are environment variables without `_FILE`, the first that is set counts; `title`
   * names the password in questions.
   */
  constructor(from: {
    environment: Environment
    prompts: Pick<Prompts, 'secret'>
    variables: readonly [string, ...string[]]
    title: string
  }) {
    this.#environment = from.environment
    this.#prompts = from.prompts
    this.#variables = from.variables
    this.#title = from.title
  }

  /**
   * The password of something that exists.
   * @throws KEY_PASSWORD_EMPTY, KEY_SECRET_FILE_UNREADABLE, ANSWER_NEEDED without a terminal.
   */
  current(): Promise<string> {
    this.#asked ??= this.#find(() => this.#ask(`${this.#title}:`))
    return this.#asked
  }

  /**
   * A password for something new: a person types it twice.
   * @throws KEY_PASSWORDS_DIFFER, and as `PasswordSource.current`
   */
  chosen(): Promise<string> {
    this.#asked ??= this.#find(async () => {
      const first = await this.#ask(`${this.#title}:`)
      if ((await this.#ask(`${this.#title}, once more:`)) !== first) throw passwordsDiffer()
      return first
    })
    return this.#asked
  }

  async #find(ask: () => Promise<string>): Promise<string> {
    const { secret, source } = (await this.#given()) ?? {
      secret: await ask(),
      source: 'the prompt',
    }
    if (secret === '') throw passwordEmpty(source)
    return secret
  }

  async #given(): Promise<GivenSecret | undefined> {
    for (const variable of this.#variables) {
      const given = await secretFromEnvironment(this.#environment, variable)
      if (given) return given
    }
    return undefined
  }

  #ask(question: string): Promise<string> {
    return this.#prompts.secret(question, `${this.#variables[0]}_FILE`)
  }
}
