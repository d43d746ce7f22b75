import { type CapstanOptions, type CapstanResult, capstan } from '../../support/capstan.ts'
import { temporaryFolder } from '../../support/home.ts'

export const VAULT_PASSWORD = 'correct horse battery'

/** Runs key commands in a home of their own, with its vault unlocked. */
export function vaultHome() {
  const home = temporaryFolder()
  const key = (
    args: readonly string[],
    options: Omit<CapstanOptions, 'home'> = {},
  ): Promise<CapstanResult> =>
    capstan(['key', ...args, '--json'], {
      home,
      ...options,
      env: {
        CAPSTAN_KEYSTORE: 'vault',
        CAPSTAN_VAULT_PASSWORD: VAULT_PASSWORD,
        ...options.env,
      },
    })
  return { home, key }
}
