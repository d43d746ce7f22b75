import type { Story, Task } from '../../primitives/story.ts'
import { printStory } from './console.ts'
import type { Theme } from './theme.ts'

export interface StoryOptions {
  readonly silent: boolean
  /** Whether stderr is a terminal. */
  readonly live: boolean
  readonly theme: Theme
  /** Removes secrets and control characters. */
  readonly clean: (text: string) => string
}

/** The story of one command. With `--json` only warnings are kept, for the envelope. */
export class TerminalStory implements Story {
  readonly warnings: string[] = []
  readonly #options: StoryOptions

  constructor(options: StoryOptions) {
    this.#options = options
  }

  note(text: string): void {
    if (!this.#options.silent) printStory(this.#options.clean(text))
  }

  warn(text: string): void {
    const clean = this.#options.clean(text)
    this.warnings.push(clean)
    if (!this.#options.silent) printStory(`${this.#options.theme.warning('Warning:')} ${clean}`)
  }

  async tasks(tasks: readonly Task[]): Promise<void> {
    if (this.#options.live && !this.#options.silent) return runLive(tasks)
    for (const { title, run } of tasks) {
      this.note(`${title} …`)
      await run(() => undefined)
      this.note(`${title}: done`)
    }
  }
}

async function runLive(tasks: readonly Task[]): Promise<void> {
  const { Listr, ListrLogger, ProcessOutput } = await import('listr2')
  // stdout belongs to the result.
  const logger = new ListrLogger({
    processOutput: new ProcessOutput(process.stderr, process.stderr),
  })
  await new Listr(
    tasks.map(({ title, run }) => ({
      title,
      task: async (_context: unknown, line: { output: string }) => {
        await run((detail) => {
          line.output = detail
        })
      },
    })),
    {
      // The base command decides what a signal means; two handlers would race.
      registerSignalListeners: false,
      rendererOptions: { logger, collapseErrors: false, showErrorMessage: false },
    },
  ).run()
}
