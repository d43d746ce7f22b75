import type { SendSession } from '../frame/send-session.ts'

/**
 * The access token of a bytomd, `id:secret`, from the file that `CAPSTAN_BYTOM_TOKEN_FILE` names or
 * from `CAPSTAN_BYTOM_TOKEN`; undefined if neither is set.
 * @throws KEY_SECRET_FILE_UNREADABLE
 */
export async function bytomToken({ environment }: SendSession): Promise<string | undefined> {
  const { secretFromEnvironment } = await import('../../keystore/secret-input.ts')
  return (await secretFromEnvironment(environment, 'CAPSTAN_BYTOM_TOKEN'))?.secret
}
