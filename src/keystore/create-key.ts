import { randomBytes } from 'node:crypto'
import { randomPrivateKey } from './evm/private-key.ts'
import { pathWithoutMnemonic } from './hd/hd-errors.ts'
import { FIRST_PATHS, normalPath } from './hd/hd-path.ts'
import type { MnemonicBackup } from './hd/mnemonic-backup.ts'
import type { KeyFacts } from './index/key-facts.ts'
import { parseNewKeyName } from './index/key-name.ts'
import type { NewKey } from './index/stored-keys.ts'
import type { KeyType } from './key-type.ts'
import type { Keyring } from './keyring.ts'
import { keyExists } from './keystore-errors.ts'
import type { Secret } from './stores/secret.ts'

export interface CreateKeyInput {
  readonly name: string
  readonly type: KeyType
  /** Creates the key from a new mnemonic, backed up here first; always so for a Bytom key. */
  readonly backup?: MnemonicBackup | undefined
  /** Creates the key below the mnemonic of this one. */
  readonly from?: string | undefined
  /** Path below the mnemonic; default: its first, or the next that is free. */
  readonly path?: string | undefined
}

/**
 * Creates a key and stores it: from the system's random source, or below a stored mnemonic.
 * @throws KEY_PATH_UNUSED; FILE_EXISTS, CANCELLED, ANSWER_NEEDED of the backup; as `Keyring.add`, or
 * with `from` as `Keyring.addAccount`
 */
export async function createKey(
  keyring: Keyring,
  { name, type, backup, from, path }: CreateKeyInput,
): Promise<KeyFacts> {
  if (from !== undefined) return keyring.addAccount(from, { name, type, path })
  // A Bytom key is a root with children, so it needs a mnemonic.
  if (backup !== undefined || type === 'bytom') {
    return createWithMnemonic(keyring, { name, type, path }, backup)
  }
  if (path !== undefined) throw pathWithoutMnemonic('private-key')
  const secret = { kind: 'private-key', bytes: randomPrivateKey() } as const
  return store(keyring, { name, type, path: null }, secret)
}

async function createWithMnemonic(
  keyring: Keyring,
  {
    name,
    type,
    path = FIRST_PATHS[type],
  }: { name: string; type: KeyType; path?: string | undefined },
  backup: MnemonicBackup | undefined,
): Promise<KeyFacts> {
  await assertFree(keyring, name)
  const { mnemonicFrom } = await import('./hd/mnemonic.ts')
  const secret = { kind: 'mnemonic', bytes: randomBytes(16) } as const
  const key = { name, type, path: normalPath(path, type) }
  // The words come first: a key without them would only look backed up.
  await backup?.keep(mnemonicFrom(secret.bytes))
  try {
    return await store(keyring, key, secret)
  } catch (error) {
    if (await isNowhere(keyring, name)) await backup?.forget()
    throw error
  }
}

async function store(keyring: Keyring, key: NewKey, secret: Secret): Promise<KeyFacts> {
  try {
    return await keyring.add(key, secret)
  } finally {
    secret.bytes.fill(0)
  }
}

async function assertFree(keyring: Keyring, name: string): Promise<void> {
  parseNewKeyName(name)
  const taken = (await keyring.list()).find((key) => key.name === name)
  if (taken) throw keyExists(name, taken.address)
}

/** Whether nothing of a key is left that a repair could restore. */
async function isNowhere(keyring: Keyring, name: string): Promise<boolean> {
  return keyring.list().then(
    (keys) => keys.every((key) => key.name !== name),
    () => false,
  )
}
