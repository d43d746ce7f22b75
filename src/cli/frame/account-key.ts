import type { Keyring } from '../../keystore/keyring.ts'
import { senderMismatch } from '../../keystore/keystore-errors.ts'
import type { Signer } from '../../keystore/signer.ts'
import { CapstanError } from '../../primitives/capstan-error.ts'

/**
 * The key that signs for an account: the named one, or the key of the home that has the account.
 * @param account EIP-55.
 * @throws ACCOUNT_WITHOUT_KEY, KEY_SENDER_MISMATCH if the named key has another account
 */
export async function keyOfAccount(
  keyring: Keyring,
  account: string,
  named: string | undefined,
): Promise<Signer> {
  if (named !== undefined) {
    const signer = await keyring.signer(named)
    if (signer.address !== account) throw senderMismatch(named, signer.address, account)
    return signer
  }
  const name = await nameOfAccountKey(keyring, account)
  if (name === undefined) throw accountWithoutKey(account)
  return keyring.signer(name)
}

/** The name of the stored key of an account, if there is one. @param account EIP-55. */
export async function nameOfAccountKey(
  keyring: Keyring,
  account: string,
): Promise<string | undefined> {
  return (await keyring.list()).find(({ address }) => address === account)?.name
}

function accountWithoutKey(account: string): CapstanError {
  return new CapstanError({
    code: 'ACCOUNT_WITHOUT_KEY',
    kind: 'not-found',
    message: `No stored key has the account ${account}.`,
    details: { account },
    suggestions: [
      'capstan key list',
      'Write a plan with --plan-out, sign it where the key is with "capstan tx sign", and send it here with "capstan tx send".',
    ],
  })
}
