import { nearest } from '../../primitives/nearest.ts'
import { refuseSecretArguments } from '../argument-guard.ts'
import { ENVIRONMENT_KEY, environmentKey } from '../environment-key.ts'
import { environmentKeyMissing, keyBuiltIn, unknownKey } from '../keystore-errors.ts'
import type { Environment } from '../secret-input.ts'
import type { IndexedKey } from './indexed-key.ts'
import {
  DEVNET_KEY_FACTS,
  environmentKeyFacts,
  type KeyFacts,
  storedKeyFacts,
} from './key-facts.ts'
import type { KeyIndex } from './key-index.ts'

/**
 * Which keys there are, by name. Opens no store.
 * @throws KEYS_FILE_INVALID from every method; KEY_PRIVATE_KEY_INVALID, KEY_SECRET_FILE_UNREADABLE if
 * this run's `env` cannot be read
 */
export class KeyDirectory {
  readonly #index: KeyIndex
  readonly #environment: Environment

  constructor(index: KeyIndex, environment: Environment) {
    this.#index = index
    this.#environment = environment
  }

  /** Stored keys by name, then `env` if this run has it, then the devnet's. */
  async list(): Promise<readonly KeyFacts[]> {
    const content = await this.#index.read()
    const stored = content.keys.map((key) => storedKeyFacts(key, content.default))
    const injected = await this.#environmentFacts()
    return [...stored, ...(injected ? [injected] : []), ...DEVNET_KEY_FACTS]
  }

  /** @throws KEY_UNKNOWN naming the nearest, KEY_ON_COMMAND_LINE if a key was given for its name. */
  async find(name: string): Promise<KeyFacts> {
    refuseSecretArguments([name])
    const keys = await this.list()
    const found = keys.find((key) => key.name === name)
    if (found) return found
    if (name === ENVIRONMENT_KEY) throw environmentKeyMissing()
    const names = keys.map((key) => key.name)
    throw unknownKey(name, nearest(name, names))
  }

  /**
   * The record of a stored key.
   * @param action completes "it cannot be …".
   * @throws KEY_BUILT_IN, and as `KeyDirectory.find`
   */
  async stored(name: string, action: string): Promise<IndexedKey> {
    const { backend } = await this.find(name)
    const { keys } = await this.#index.read()
    const key = keys.find((other) => other.name === name)
    if (key === undefined) throw keyBuiltIn(name, backend, action)
    return key
  }

  /** Names of the other keys that use a stored key's secret. @throws as `KeyDirectory.stored` */
  async besides(name: string): Promise<readonly string[]> {
    const { entry } = await this.stored(name, 'removed')
    const { keys } = await this.#index.read()
    return keys.filter((key) => key.entry === entry && key.name !== name).map((key) => key.name)
  }

  /** The key that signs when none is named: this run's `env`, else the one that was chosen. */
  async defaultName(): Promise<string | undefined> {
    if (await this.#environmentFacts()) return ENVIRONMENT_KEY
    return (await this.#index.read()).default ?? undefined
  }

  async #environmentFacts(): Promise<KeyFacts | undefined> {
    const injected = await environmentKey(this.#environment)
    injected?.privateKey.fill(0)
    return injected && environmentKeyFacts(injected.address)
  }
}
