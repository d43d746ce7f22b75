import { access, constants, mkdir, rm, stat } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { removeUnfinished, writeFileAtomically } from '../../primitives/atomic-file.ts'
import { reading } from '../../primitives/malformed.ts'
import { findTextFile } from '../../primitives/text-file.ts'
import type { PasswordSource } from '../secret-input.ts'
import type { KeyStore, StoreHealth } from './key-store.ts'
import type { ScryptCost } from './scrypt.ts'
import type { Secret } from './secret.ts'
import { entryExists, secretMissing, vaultFileInvalid } from './store-errors.ts'

/**
 * A folder of encrypted files, one a secret: a private key as other wallets read it (Web3 Secret
 * Storage v3), other kinds in a format of capstan's own.
 */
export class VaultStore implements KeyStore {
  readonly backend = 'vault'
  readonly #folder: string
  readonly #password: PasswordSource
  readonly #cost: ScryptCost | undefined

  /** @param cost of the files it writes; a file that it reads says its own. */
  constructor(folder: string, password: PasswordSource, cost?: ScryptCost) {
    this.#folder = folder
    this.#password = password
    this.#cost = cost
  }

  async health(): Promise<StoreHealth> {
    if (await isWritableFolder(this.#folder))
      return { available: true, missing: [], suggestions: [] }
    return {
      available: false,
      missing: ['vault-folder'],
      suggestions: [`chmod 700 ${dirname(this.#folder)} ${this.#folder}`, '--home DIR'],
    }
  }

  async put(entry: string, secret: Secret): Promise<void> {
    if (await this.has(entry)) throw entryExists(entry, this.backend)
    const text = await encrypted(entry, secret, await this.#password.chosen(), this.#cost)
    await mkdir(this.#folder, { recursive: true, mode: 0o700 })
    await writeFileAtomically(this.#path(entry), text, { mode: 0o600 })
  }

  async get(entry: string): Promise<Secret> {
    const path = this.#path(entry)
    const text = await findTextFile(path)
    if (text === undefined) throw secretMissing(entry, this.backend)
    return decrypted(entry, { text, path }, () => this.#password.current())
  }

  async has(entry: string): Promise<boolean> {
    return exists(this.#path(entry))
  }

  async delete(entry: string): Promise<boolean> {
    const found = await this.has(entry)
    await rm(this.#path(entry), { force: true })
    await removeUnfinished(this.#path(entry))
    return found
  }

  #path(entry: string): string {
    return join(this.#folder, `${entry}.json`)
  }
}

// Encryption code is loaded when a secret is needed: listing keys needs none.

async function encrypted(
  entry: string,
  secret: Secret,
  password: string,
  cost?: ScryptCost,
): Promise<string> {
  if (secret.kind === 'private-key') {
    const { encryptV3 } = await import('./v3-cipher.ts')
    return encryptV3(secret.bytes, password, cost)
  }
  const { encryptVaultSecret } = await import('./vault-secret.ts')
  return encryptVaultSecret(entry, secret, password, cost)
}

async function decrypted(
  entry: string,
  { text, path }: { text: string; path: string },
  password: () => Promise<string>,
): Promise<Secret> {
  const { isVaultSecret, VAULT_SECRET } = await import('./vault-secret-file.ts')
  if (isVaultSecret(text)) {
    const file = await VAULT_SECRET.parse(text, path)
    const { decryptVaultSecret } = await import('./vault-secret.ts')
    return decryptVaultSecret(entry, file, await password())
  }
  const [{ parseV3File }, { decryptV3 }] = await Promise.all([
    import('./v3-file.ts'),
    import('./v3-cipher.ts'),
  ])
  const bytes = await reading(
    async () => decryptV3(parseV3File(text), await password()),
    (reason, { cause }) => vaultFileInvalid(path, reason, cause),
  )
  return { kind: 'private-key', bytes }
}

async function exists(path: string): Promise<boolean> {
  return stat(path).then(
    () => true,
    (error: NodeJS.ErrnoException) => {
      if (error.code === 'ENOENT') return false
      throw error
    },
  )
}

/** A missing folder is created with the first key, if its parent is writable. */
async function isWritableFolder(folder: string): Promise<boolean> {
  try {
    if (!(await exists(folder))) return await isWritableFolder(dirname(folder))
    await access(folder, constants.R_OK | constants.W_OK | constants.X_OK)
    return (await stat(folder)).isDirectory()
  } catch {
    return false
  }
}
