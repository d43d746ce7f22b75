import { CapstanError } from '../../primitives/capstan-error.ts'
import type { Prompts } from '../../primitives/prompts.ts'
import { printForAMoment } from './console.ts'
import { cancelled } from './failure.ts'

/** Inquirer's prompts on stderr, loaded when the first question is asked. */
export class TerminalPrompts implements Prompts {
  readonly interactive: boolean
  readonly #yes: () => Promise<boolean>

  constructor({ interactive, yes }: { interactive: boolean; yes: () => Promise<boolean> }) {
    this.interactive = interactive
    this.#yes = yes
  }

  async confirm(question: string): Promise<void> {
    if (await this.#yes()) return
    const { confirm } = await this.#ask('--yes')
    if (!(await confirm({ message: question, default: false }, OUTPUT))) throw cancelled()
  }

  async text(question: string, flag: string, initial?: string): Promise<string> {
    const { input } = await this.#ask(flag)
    return input(
      { message: question, ...(initial === undefined ? {} : { default: initial }) },
      OUTPUT,
    )
  }

  async secret(question: string, flag: string): Promise<string> {
    const { password } = await this.#ask(flag)
    return password({ message: question, mask: false }, OUTPUT)
  }

  async reveal(text: string, question: string, flag: string): Promise<void> {
    const { confirm } = await this.#ask(flag)
    const takeAway = printForAMoment(text)
    try {
      if (!(await confirm({ message: question, default: false }, OUTPUT))) throw cancelled()
    } finally {
      takeAway()
    }
  }

  async choose<T extends string>(
    question: string,
    flag: string,
    choices: readonly { value: T; name: string }[],
  ): Promise<T> {
    const { select } = await this.#ask(flag)
    return select<T>({ message: question, choices: [...choices] }, OUTPUT)
  }

  async #ask(flag: string) {
    if (!this.interactive) {
      throw new CapstanError({
        code: 'ANSWER_NEEDED',
        kind: 'usage',
        message: `There is no terminal to ask for ${flag}.`,
        details: { flag },
        suggestions: [`Run the command again with ${flag}.`],
      })
    }
    return import('@inquirer/prompts')
  }
}

const OUTPUT = { output: process.stderr }
