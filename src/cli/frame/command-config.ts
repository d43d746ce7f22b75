import type { Config } from '@oclif/core'
import { dataFolder } from './installation.ts'

/** What the build and the entry know about this capstan. */
export interface Installation {
  /** Where the package is installed. */
  readonly root: string
  readonly version: string
  /** As oclif writes them: `migrate:swap:lock`. */
  readonly commandIds: ReadonlySet<string>
}

/**
 * What a command asks of oclif's configuration. oclif's own reads the manifest and every plugin,
 * which takes longer than most commands; no plugin of capstan has a hook that runs with a command.
 */
export function commandConfig({ root, version, commandIds }: Installation): Config {
  const variable = (name: string) => `CAPSTAN_${name}`
  const asked = {
    bin: 'capstan',
    name: 'capstan',
    version,
    root,
    dataDir: dataFolder(process.env),
    userAgent: `capstan/${version} ${process.platform}-${process.arch} node-${process.version}`,
    topicSeparator: ' ',
    commandIDs: [...commandIds],
    findCommand: () => undefined,
    runHook: async () => ({ successes: [], failures: [] }),
    scopedEnvVar: (name) => process.env[variable(name)],
    scopedEnvVarKey: variable,
    scopedEnvVarKeys: (name) => [variable(name)],
  } satisfies Partial<Record<keyof Config, unknown>> & Pick<Config, Asked>
  return asked as unknown as Config
}
type Asked = 'scopedEnvVar' | 'scopedEnvVarKey' | 'scopedEnvVarKeys'
