import { join } from 'node:path'
import { type Clock, systemClock } from '../primitives/clock.ts'
import type { Prompts } from '../primitives/prompts.ts'
import type { BytomSigner } from './bytom-keys/bytom-signer.ts'
import { devnetKeyNamed } from './devnet-keys.ts'
import { ENVIRONMENT_KEY, environmentKey } from './environment-key.ts'
import { EvmSigner } from './evm/evm-signer.ts'
import {
  findIncompleteKeys,
  type IncompleteKey,
  type RepairedKey,
  repairKeys,
} from './index/incomplete-keys.ts'
import { KeyDirectory } from './index/key-directory.ts'
import { isBuiltIn, type KeyFacts, storedKeyFacts } from './index/key-facts.ts'
import { KeyIndex } from './index/key-index.ts'
import type { KeyPlaces } from './index/key-places.ts'
import { type NewAccount, type NewKey, StoredKeys } from './index/stored-keys.ts'
import {
  environmentKeyMissing,
  keyTypeWrong,
  keyUnfinished,
  noKeyChosen,
} from './keystore-errors.ts'
import { changedPolicy, type PolicyChange } from './policy/change-policy.ts'
import { type Environment, PasswordSource } from './secret-input.ts'
import type { Signer } from './signer.ts'
import { type PolicyRun, StoredSigners } from './stored-signers.ts'
import type { KeyStore, StoreBackend, StoreHealth } from './stores/key-store.ts'
import type { Secret } from './stores/secret.ts'
import { shippedStores } from './stores/shipped-stores.ts'

export interface KeyringOptions extends PolicyRun {
  readonly home: string
  /** Store of new keys; default keychain. */
  readonly backend?: StoreBackend | undefined
  readonly environment: Environment
  readonly prompts: Pick<Prompts, 'secret'>
  readonly clock?: Clock
  /** Made when first needed; the default gives the shipped stores. */
  readonly storeOf?: (backend: StoreBackend) => KeyStore
}

/**
 * All keys of a home, with the one of this run's environment and the devnet's.
 * @throws KEYS_FILE_INVALID from every method that reads the keys; KEY_PRIVATE_KEY_INVALID,
 * KEY_SECRET_FILE_UNREADABLE if this run's `env` cannot be read; FILE_LOCKED from every method that
 * changes something
 */
export class Keyring {
  /** Where new keys go. */
  readonly backend: StoreBackend
  readonly #places: KeyPlaces
  readonly #directory: KeyDirectory
  readonly #stored: StoredKeys
  readonly #storeOf: (backend: StoreBackend) => KeyStore
  readonly #environment: Environment
  readonly #prompts: Pick<Prompts, 'secret'>
  readonly #signers: StoredSigners
  readonly #unlocked = new Map<string, Promise<Uint8Array>>()

  constructor({
    home,
    backend = 'keychain',
    environment,
    prompts,
    clock = systemClock,
    storeOf = shippedStores(home, environment, prompts),
    command,
    ledger,
  }: KeyringOptions) {
    this.backend = backend
    this.#environment = environment
    this.#prompts = prompts
    this.#storeOf = storeOf
    const index = new KeyIndex(home)
    this.#places = { index, storeOf, lockFolder: join(home, 'locks') }
    this.#directory = new KeyDirectory(index, environment)
    this.#stored = new StoredKeys(this.#places, clock)
    this.#signers = new StoredSigners(this.#stored, { command, ledger })
  }

  /** Stored keys by name, then `env` if this run has it, then the devnet's. Opens no store. */
  list(): Promise<readonly KeyFacts[]> {
    return this.#directory.list()
  }

  /** @throws KEY_UNKNOWN naming the nearest, KEY_ON_COMMAND_LINE if a key was given for its name. */
  find(name: string): Promise<KeyFacts> {
    return this.#directory.find(name)
  }

  /**
   * Who signs: the named key, else this run's `env`, else the default key, else `fallback`. Its
   * secret is fetched at the first signature.
   * @throws KEY_NOT_CHOSEN, KEY_UNFINISHED, KEY_TYPE_WRONG, and as `Keyring.find`
   */
  async signer(name?: string, { fallback }: { fallback?: string } = {}): Promise<Signer> {
    const facts = await this.find(
      name ?? (await this.#directory.defaultName()) ?? fallback ?? fail(noKeyChosen()),
    )
    if (facts.state !== 'ready') throw keyUnfinished(facts.name, facts.state)
    if (facts.type !== 'evm') throw keyTypeWrong(facts.name, facts.type, 'sign for EVM chains')
    const { name: named } = facts
    const privateKey = () => this.#unlock(named)
    if (isBuiltIn(facts)) return new EvmSigner(facts, privateKey)
    return this.#signers.evm(await this.#directory.stored(named, 'used'), privateKey)
  }

  /**
   * The named Bytom key. Its secret is fetched with each signature and wiped after it.
   * @throws KEY_UNFINISHED, KEY_TYPE_WRONG, and as `Keyring.find`
   */
  async bytomSigner(name: string): Promise<BytomSigner> {
    const { type } = await this.find(name)
    if (type !== 'bytom') throw keyTypeWrong(name, type, 'sign for Bytom')
    return this.#signers.bytom(await this.#directory.stored(name, 'used'))
  }

  /**
   * Stores a secret under a new name in this keyring's backend.
   * @throws as `StoredKeys.add`
   */
  async add(key: NewKey, secret: Secret): Promise<KeyFacts> {
    return storedKeyFacts(await this.#stored.add(key, secret, this.backend), null)
  }

  /**
   * One more key below the mnemonic or root that `from` stands below.
   * @throws as `Keyring.findStored` and `StoredKeys.addAccount`
   */
  async addAccount(from: string, account: NewAccount): Promise<KeyFacts> {
    const origin = await this.#directory.stored(from, 'used for other accounts')
    return storedKeyFacts(await this.#stored.addAccount(origin, account), null)
  }

  /** @throws as `Keyring.findStored` and `StoredKeys.rename` */
  async rename(from: string, to: string): Promise<KeyFacts> {
    const key = await this.#directory.stored(from, 'renamed')
    await this.#stored.rename(key, to)
    return this.find(to)
  }

  /**
   * The facts of a key that is stored.
   * @param action completes "it cannot be …".
   * @throws KEY_BUILT_IN, and as `Keyring.find`
   */
  async findStored(name: string, action: string): Promise<KeyFacts> {
    return storedKeyFacts(await this.#directory.stored(name, action), null)
  }

  /** Names of the other keys that use a stored key's secret. @throws as `Keyring.findStored` */
  keysBeside(name: string): Promise<readonly string[]> {
    return this.#directory.besides(name)
  }

  /** @throws as `Keyring.findStored` and `StoredKeys.remove` */
  async remove(name: string): Promise<void> {
    await this.#stored.remove(await this.#directory.stored(name, 'removed'))
  }

  /**
   * @throws KEY_TYPE_WRONG for what signs no EVM transactions, KEY_CHANGED, and as
   * `Keyring.findStored`
   */
  async makeDefault(name: string): Promise<KeyFacts> {
    const key = await this.#directory.stored(name, 'the default')
    if (key.type !== 'evm') throw keyTypeWrong(name, key.type, 'sign by default')
    await this.#stored.makeDefault(key)
    return this.find(name)
  }

  /**
   * Changes what a key may sign; to drop all rules, or begin anew, its old policy need not be
   * whole.
   * @throws as `Keyring.findStored`, `changedPolicy` and `StoredKeys.setPolicy`
   */
  async changePolicy(name: string, change: PolicyChange): Promise<KeyFacts> {
    const key = await this.#directory.stored(name, 'given a policy')
    const policy = changedPolicy(key.type, key.policy, change)
    const changed = await this.#stored.setPolicy(key, policy, { discard: change.clear === true })
    return storedKeyFacts(changed, null)
  }

  /**
   * What a stored key signs with, for this topic's own verbs; the caller wipes it.
   * @throws as `Keyring.findStored` and `StoredKeys.signingKey`
   */
  async signingKey(name: string, action: string): Promise<Uint8Array> {
    return this.#stored.signingKey(await this.#directory.stored(name, action))
  }

  /** The password of a key file outside the stores, by environment variables or a prompt. */
  filePassword(variables: readonly [string, ...string[]], title: string): PasswordSource {
    const [environment, prompts] = [this.#environment, this.#prompts]
    return new PasswordSource({ environment, prompts, variables, title })
  }

  /** Whether the store of new keys can be used. */
  health(): Promise<StoreHealth> {
    return this.#storeOf(this.backend).health()
  }

  /** Stored keys that are incomplete. @throws as `findIncompleteKeys` */
  incomplete(): Promise<readonly IncompleteKey[]> {
    return findIncompleteKeys(this.#places)
  }

  /** Brings to its end what processes that died left half done. @throws as `repairKeys` */
  repair(): Promise<readonly RepairedKey[]> {
    return repairKeys(this.#places)
  }

  /** Wipes every secret this keyring has fetched. */
  async close(): Promise<void> {
    const secrets = await Promise.allSettled(this.#unlocked.values())
    for (const secret of secrets) if (secret.status === 'fulfilled') secret.value.fill(0)
    this.#unlocked.clear()
  }

  #unlock(name: string): Promise<Uint8Array> {
    const secret = this.#unlocked.get(name) ?? this.#fetchSigningKey(name)
    this.#unlocked.set(name, secret)
    return secret
  }

  async #fetchSigningKey(name: string): Promise<Uint8Array> {
    const devnetKey = devnetKeyNamed(name)
    if (devnetKey) return Buffer.from(devnetKey.privateKey.slice(2), 'hex')
    if (name !== ENVIRONMENT_KEY) return this.signingKey(name, 'used')
    return ((await environmentKey(this.#environment)) ?? fail(environmentKeyMissing())).privateKey
  }
}

function fail(error: Error): never {
  throw error
}
