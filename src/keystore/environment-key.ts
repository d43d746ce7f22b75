import { addressOfPrivateKey, parsePrivateKey } from './evm/private-key.ts'
import { type Environment, secretFromEnvironment } from './secret-input.ts'

/** The name of the key that this run's environment gives. */
export const ENVIRONMENT_KEY = 'env'

const VARIABLE = 'CAPSTAN_PRIVATE_KEY'

/**
 * The key of `CAPSTAN_PRIVATE_KEY_FILE` or `CAPSTAN_PRIVATE_KEY`, for this run only; undefined if
 * neither is set. The private key is the caller's to wipe.
 * @throws KEY_PRIVATE_KEY_INVALID, KEY_SECRET_FILE_UNREADABLE
 */
export async function environmentKey(
  environment: Environment,
): Promise<{ readonly address: string; readonly privateKey: Uint8Array } | undefined> {
  const given = await secretFromEnvironment(environment, VARIABLE)
  if (given === undefined) return undefined
  const privateKey = parsePrivateKey(given.secret, given.source)
  return { address: addressOfPrivateKey(privateKey), privateKey }
}
