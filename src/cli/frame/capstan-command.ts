import { Command, type Config, Flags } from '@oclif/core'
import type { Plan } from '../../chain/plan/plan.ts'
import { EXIT_CODES } from '../../primitives/capstan-error.ts'
import { redact } from '../../primitives/redact.ts'
import { showableText } from '../../primitives/showable-text.ts'
import type { View } from '../../primitives/view.ts'
import { printResult, printStory } from './console.ts'
import { failureJson, failureText, successJson } from './envelope.ts'
import { toCapstanError } from './failure.ts'
import { type SendFlags, SendSession } from './send-session.ts'
import { TerminalStory } from './story.ts'
import { isStorySeen } from './terminal.ts'
import { storyTheme } from './theme.ts'

/** Environment variables whose values must never be printed. */
const SECRET_VARIABLES = [
  'CAPSTAN_PRIVATE_KEY',
  'CAPSTAN_VAULT_PASSWORD',
  'CAPSTAN_EXPORT_PASSWORD',
  'CAPSTAN_IMPORT_PASSWORD',
  'CAPSTAN_BYTOM_TOKEN',
]

/**
 * Base of every command: argv in, one operation, a view out. Only this class prints, maps errors to
 * exit codes (the same with and without `--json`) and closes what was opened.
 *
 * oclif's own `--json` collapses exit codes, drops falsy results, fails on bigint and hides
 * warnings; `catch`, `logJson`, `toSuccessJson` and `warn` replace those four.
 */
export abstract class CapstanCommand extends Command {
  static override enableJsonFlag = true

  static override baseFlags = {
    home: Flags.string({
      summary: 'Folder of all state (default: the platform’s data folder).',
      helpGroup: 'GLOBAL',
      helpValue: 'DIR',
    }),
    'no-color': Flags.boolean({ summary: 'Print without colours.', helpGroup: 'GLOBAL' }),
  }

  #story: TerminalStory | undefined
  #opened: SendSession | undefined

  abstract override run(): Promise<object>

  /** Runs it. oclif's own way to do that reads the manifest and the plugins once more. */
  async start(): Promise<void> {
    await this._run()
  }

  protected override async init(): Promise<void> {
    // Logs, and what to say of deprecated commands, of which there are none.
    if (process.env.DEBUG) await super.init()
    const theme = await storyTheme(process.env)
    this.#story = new TerminalStory({
      silent: this.jsonEnabled(),
      live: isStorySeen(),
      theme,
      clean: (text) => showableText(this.#clean(text)),
    })
  }

  /** The composition root for this run, configured by the parsed flags. */
  protected session(flags: SendFlags): SendSession {
    this.#opened ??= new SendSession({
      flags,
      environment: process.env,
      dataFolder: this.config.dataDir,
      packageRoot: this.config.root,
      story: this.#story as TerminalStory,
      command: this.#typedName,
    })
    return this.#opened
  }

  /** Prints the text of a view, or leaves its JSON to the envelope. */
  protected present({ json, text, finding }: View): object {
    if (finding !== undefined) process.exitCode = EXIT_CODES[finding]
    if (!this.jsonEnabled() && text !== '') printResult(showableText(this.#clean(text)))
    return json
  }

  /** Presents what a command would send; with `--plan-out`, first writes the plan. */
  protected async presentPlan(
    view: View,
    plan: Plan | undefined,
    file: string | undefined,
  ): Promise<object> {
    if (file === undefined) return this.present(view)
    const { writePlanOut } = await import('./plan-out.ts')
    return this.present(await writePlanOut(view, plan, { file, command: this.#typedName }))
  }

  override warn(input: string | Error): string | Error {
    this.#story?.warn(input instanceof Error ? input.message : input)
    return input
  }

  protected override toSuccessJson(result: unknown): unknown {
    return successJson(result as object, this.#story?.warnings ?? [])
  }

  override logJson(envelope: unknown): void {
    printResult(this.#clean(envelope as string))
  }

  protected override async catch(thrown: unknown): Promise<void> {
    const error = toCapstanError(thrown)
    process.exitCode = error.exitCode
    if (this.jsonEnabled()) {
      this.logJson(failureJson(error, this.#story?.warnings ?? []))
    } else {
      printStory(this.#clean(failureText(error, await storyTheme(process.env))))
    }
    if (process.env.DEBUG && error.kind === 'bug' && error.cause instanceof Error) {
      printStory(this.#clean(error.cause.stack ?? ''))
    }
  }

  protected override async finally(): Promise<void> {
    await this.#opened?.close()
  }

  /** The running command, as typed: `migrate distribute`. */
  get #typedName(): string {
    return (this.id ?? '').replaceAll(':', ' ')
  }

  #clean(text: string): string {
    return redact(
      text,
      SECRET_VARIABLES.map((name) => process.env[name] ?? ''),
    )
  }
}

/** A command that can be run. */
export interface CapstanCommandClass extends Pick<typeof CapstanCommand, 'args' | 'id' | 'strict'> {
  new (argv: string[], config: Config): CapstanCommand
}
