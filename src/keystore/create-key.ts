import { randomBytes } from 'node:crypto'
import { rm } from 'node:fs/promises'
import { keyExists } from './errors.ts'
import { FIRST_PATHS } from './hd-path.ts'
import type { KeyFacts } from './key-facts.ts'
import { parseNewKeyName } from './key-name.ts'
import type { KeyType } from './key-type.ts'
import type { Keyring } from './keyring.ts'
import { writePrivateFile } from './private-file.ts'
import { randomPrivateKey } from './private-key.ts'
import type { Secret } from './secret.ts'
import type { NewKey } from './stored-keys.ts'

export interface CreateKeyInput {
  readonly name: string
  readonly type: KeyType
  /** Makes the key from a fresh mnemonic, written to this new file. */
  readonly mnemonicOut?: string | undefined
}

/**
 * Makes a key from the system's random source and stores it.
 * @throws KEY_EXISTS, KEY_NAME_INVALID, KEY_NAME_RESERVED, FILE_EXISTS, and what the store says.
 */
export async function createKey(
  keyring: Keyring,
  { name, type, mnemonicOut }: CreateKeyInput,
): Promise<KeyFacts> {
  if (mnemonicOut === undefined) {
    const secret = { kind: 'private-key', bytes: randomPrivateKey() } as const
    return store(keyring, { name, type, path: null }, secret)
  }
  await assertFree(keyring, name)
  const { mnemonicFrom } = await import('./mnemonic.ts')
  const entropy = randomBytes(16)
  // The words come first: a key without them would look backed up and not be.
  await writePrivateFile(mnemonicOut, `${mnemonicFrom(entropy)}\n`)
  try {
    const secret = { kind: 'mnemonic', bytes: entropy } as const
    return await store(keyring, { name, type, path: FIRST_PATHS[type] }, secret)
  } catch (error) {
    await rm(mnemonicOut)
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
