import { PasswordSource } from '../../src/keystore/secret-input.ts'
import type { ScryptCost } from '../../src/keystore/stores/scrypt.ts'

export const VAULT_PASSWORD = 'correct horse battery'

/**
 * A 512th of what capstan writes. A vault file says what it costs to open, so capstan reads it as
 * any other; only the constructor of the store takes another cost, which no command passes.
 */
export const CHEAP_COST: ScryptCost = { n: 256, r: 8, p: 1 }

/** Answers of a run without a terminal. */
export const nobody = { secret: () => Promise.reject(new Error('nobody is asked')) }

/** The password of a vault, as from the environment. */
export function vaultPassword(password: string = VAULT_PASSWORD): PasswordSource {
  return new PasswordSource({
    environment: { CAPSTAN_VAULT_PASSWORD: password },
    prompts: nobody,
    variables: ['CAPSTAN_VAULT_PASSWORD'],
    title: 'Password',
  })
}
