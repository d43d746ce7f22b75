import { join } from 'node:path'
import type { ResolvedConfig } from '../../config/resolve-config.ts'
import type { Settings } from '../../config/settings.ts'
import type { Database } from '../../database/open-database.ts'
import type { Prompts } from '../../primitives/prompts.ts'
import type { Story } from '../../primitives/story.ts'
import { homePath, makeHome } from './home.ts'
import { TerminalPrompts } from './prompts.ts'
import { isInteractive } from './terminal.ts'

/** Flags that give settings, as typed; parsed where they are used. */
export interface SettingFlags {
  readonly home?: string | undefined
  readonly network?: string | undefined
  readonly 'rpc-url'?: readonly string[] | undefined
  readonly key?: string | undefined
  readonly keystore?: string | undefined
  readonly yes?: boolean | undefined
  readonly confirmations?: string | undefined
  readonly timeout?: string | undefined
  readonly 'max-fee'?: string | undefined
  readonly 'priority-fee'?: string | undefined
}

export interface SessionInput<Flags extends SettingFlags> {
  readonly flags: Flags
  readonly environment: NodeJS.ProcessEnv
  /** The platform's data folder, used when no home is given. */
  readonly dataFolder: string
  /** Where the package is installed: templates and binaries are found from here. */
  readonly packageRoot: string
  readonly story: Story
  /** The running command, as typed: `migrate distribute`. */
  readonly command: string
}

/**
 * What every command has: a home, settings, prompts. Each part is made once, on first use, so that a
 * command pays only for what it uses. The sessions in the files beside this one add a network, then
 * keys, then sending.
 */
export class Session<Flags extends SettingFlags = SettingFlags> {
  readonly home: string
  readonly packageRoot: string
  readonly story: Story
  readonly prompts: Prompts
  readonly environment: NodeJS.ProcessEnv
  readonly command: string
  protected readonly flags: Flags
  readonly #made = new Map<string, Promise<unknown>>()
  readonly #closers: (() => void | Promise<void>)[] = []

  constructor({
    flags,
    environment,
    dataFolder,
    packageRoot,
    story,
    command,
  }: SessionInput<Flags>) {
    this.flags = flags
    this.command = command
    this.environment = environment
    this.home = homePath(flags.home, environment, dataFolder)
    this.packageRoot = packageRoot
    this.story = story
    this.prompts = new TerminalPrompts({
      interactive: isInteractive(),
      yes: async () => (await this.settings()).yes,
    })
  }

  /** Every setting with its source. @throws CONFIG_VALUE_INVALID, CONFIG_KEY_UNKNOWN, CONFIG_FILE_INVALID */
  config(): Promise<ResolvedConfig> {
    return this.once('config', async () => {
      const { resolveConfig } = await import('../../config/resolve-config.ts')
      await makeHome(this.home)
      return resolveConfig({
        flags: settingsGiven(this.flags),
        environment: this.environment,
        directory: process.cwd(),
        home: this.home,
      })
    })
  }

  settings(): Promise<Settings> {
    return this.once('settings', async () => {
      const { settingsOf } = await import('../../config/settings.ts')
      return settingsOf((await this.config()).settings)
    })
  }

  database(): Promise<Database> {
    return this.once('database', async () => {
      const { databaseUrl } = await this.settings()
      return databaseUrl === undefined ? this.homeDatabase() : this.#openDatabase(databaseUrl)
    })
  }

  /** The home's own database, whatever database a run is given. */
  protected homeDatabase(): Promise<Database> {
    return this.once('homeDatabase', () =>
      this.#openDatabase(`sqlite:${join(this.home, 'capstan.db')}`),
    )
  }

  /** Closes what the session opened, last first. */
  async close(): Promise<void> {
    for (const close of this.#closers.splice(0).reverse()) await close()
  }

  protected onClose(close: () => void | Promise<void>): void {
    this.#closers.push(close)
  }

  protected once<T>(part: string, make: () => Promise<T>): Promise<T> {
    const made = (this.#made.get(part) as Promise<T> | undefined) ?? make()
    this.#made.set(part, made)
    return made
  }

  async #openDatabase(url: string): Promise<Database> {
    const { openDatabase } = await import('../../database/open-database.ts')
    const database = await openDatabase(url)
    this.onClose(() => database.destroy())
    return database
  }
}

function settingsGiven(flags: SettingFlags) {
  const { network, key, keystore, yes, confirmations, timeout } = flags
  return {
    ...{ network, key, keystore, yes, confirmations, timeout },
    rpcUrl: flags['rpc-url'],
    maxFee: flags['max-fee'],
    priorityFee: flags['priority-fee'],
  }
}
