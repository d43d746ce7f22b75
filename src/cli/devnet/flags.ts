import { Flags } from '@oclif/core'

/** Which of several devnets. */
export const devnetFlags = {
  name: Flags.string({
    summary: 'Name of the devnet.',
    default: 'main',
    helpValue: 'NAME',
  }),
}

/** One devnet, or all of the home. */
export const devnetsFlags = {
  ...devnetFlags,
  all: Flags.boolean({ summary: 'All devnets of the home.', exclusive: ['name'] }),
}
