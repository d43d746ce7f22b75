import type { ResolvedConfig } from '../config/resolve-config.ts'
import type { SettingName, Settings } from '../config/settings.ts'
import type { Prompts } from '../primitives/prompts.ts'
import type { Story } from '../primitives/story.ts'
import { homePath, makeHome } from './home.ts'
import { TerminalPrompts } from './prompts.ts'

/** Parsed flags of any command; each part of the session reads the ones it knows. */
export type SessionFlags = Readonly<Record<string, unknown>>

export interface SessionInput {
  readonly flags: SessionFlags
  readonly environment: NodeJS.ProcessEnv
  /** The platform's data folder, used when no home is given. */
  readonly dataFolder: string
  /** Where the package is installed: templates and binaries are found from here. */
  readonly packageRoot: string
  readonly story: Story
}

/**
 * The one composition root. Every part is made when first asked for and once, so that a command
 * pays only for what it uses.
 */
export class Session {
  readonly home: string
  readonly packageRoot: string
  readonly story: Story
  readonly prompts: Prompts
  private readonly flags: SessionFlags
  private readonly environment: NodeJS.ProcessEnv
  private resolved: Promise<ResolvedConfig> | undefined
  private readonly closers: (() => void | Promise<void>)[] = []

  constructor({ flags, environment, dataFolder, packageRoot, story }: SessionInput) {
    this.flags = flags
    this.environment = environment
    this.home = homePath(flags.home as string | undefined, environment, dataFolder)
    this.packageRoot = packageRoot
    this.story = story
    this.prompts = new TerminalPrompts({
      interactive: process.stdin.isTTY === true && process.stderr.isTTY === true,
      yes: async () => (await this.settings()).yes,
    })
  }

  /** Every setting with its source. @throws CONFIG_VALUE_INVALID, CONFIG_KEY_UNKNOWN, CONFIG_FILE_INVALID. */
  config(): Promise<ResolvedConfig> {
    this.resolved ??= this.resolveConfig()
    return this.resolved
  }

  async settings(): Promise<Settings> {
    const { settingsOf } = await import('../config/settings.ts')
    return settingsOf((await this.config()).settings)
  }

  /** Ends what the session opened. */
  async close(): Promise<void> {
    for (const close of this.closers.reverse()) await close()
  }

  private async resolveConfig(): Promise<ResolvedConfig> {
    const { resolveConfig } = await import('../config/resolve-config.ts')
    await makeHome(this.home)
    return resolveConfig({
      flags: settingFlags(this.flags),
      environment: this.environment,
      directory: process.cwd(),
      home: this.home,
    })
  }
}

/** Flags that are settings, under the settings' names: `rpc-url` is `rpcUrl`. */
function settingFlags(flags: SessionFlags): Partial<Record<SettingName, unknown>> {
  const given = Object.entries(flags).filter(([, value]) => value !== undefined)
  return Object.fromEntries(
    given.map(([name, value]) => [
      name.replace(/-([a-z])/g, (_, l: string) => l.toUpperCase()),
      value,
    ]),
  )
}
