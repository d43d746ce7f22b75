import type { BytomSigner } from './bytom-keys/bytom-signer.ts'
import { EvmSigner } from './evm/evm-signer.ts'
import type { IndexedKey } from './index/indexed-key.ts'
import { assertSealed } from './index/sealed-key.ts'
import type { StoredKeys } from './index/stored-keys.ts'
import { GuardedSigner } from './policy/guarded-signer.ts'
import { type GuardParts, PolicyGuard } from './policy/policy-guard.ts'
import type { SpendingLedger } from './policy/spending.ts'
import type { Signer } from './signer.ts'

/** What policies ask about a run. */
export interface PolicyRun {
  /** The running command, as typed; undefined outside a command. */
  readonly command?: string | undefined
  /** Where ceilings of a day are kept; opened when one is first asked about. */
  readonly ledger?: (() => Promise<SpendingLedger>) | undefined
}

/** Makes the signers of stored keys. Each stands behind the guard of its policy. */
export class StoredSigners {
  readonly #stored: StoredKeys
  readonly #run: PolicyRun

  constructor(stored: StoredKeys, run: PolicyRun) {
    this.#stored = stored
    this.#run = run
  }

  /**
   * The signer of a key of type `evm`.
   * @param privateKey returns what the key signs with; its provider wipes it.
   */
  evm(key: IndexedKey, privateKey: () => Promise<Uint8Array>): Signer {
    const guard = this.#guard(key, async (record) => assertSealed(record, await privateKey()))
    return new GuardedSigner(new EvmSigner(key, privateKey), guard)
  }

  /** The signer of a key of type `bytom`. @throws as `openBytomSigner` */
  async bytom(key: IndexedKey): Promise<BytomSigner> {
    const { openBytomSigner } = await import('./bytom-keys/open-bytom-signer.ts')
    return openBytomSigner(key, this.#stored, (prove) => this.#guard(key, prove))
  }

  #guard(key: IndexedKey, prove: GuardParts['prove']): PolicyGuard {
    const { command, ledger = missingLedger } = this.#run
    return new PolicyGuard({ record: () => this.#stored.current(key), prove, command, ledger })
  }
}

function missingLedger(): never {
  throw new TypeError('This keyring was given no ledger')
}
