/** What commands use of oclif; in the bundle it stands for oclif's index, which loads all the rest. */
export * as Args from '@oclif/core/args'
export { Command } from '@oclif/core/command'
export * as Flags from '@oclif/core/flags'
