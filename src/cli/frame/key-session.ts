import type { SpendingLedger } from '../../database/spending-ledger.ts'
import type { Keyring } from '../../keystore/keyring.ts'
import type { Signer } from '../../keystore/signer.ts'
import { systemClock } from '../../primitives/clock.ts'
import { NetworkSession } from './network-session.ts'
import type { SettingFlags } from './session.ts'

export interface KeyFlags extends SettingFlags {
  /** Account that sends, as typed. */
  readonly from?: string | undefined
}

/** A session that signs. */
export class KeySession<Flags extends KeyFlags = KeyFlags> extends NetworkSession<Flags> {
  /** All keys of the home, of this run and of the devnet. */
  keyring(): Promise<Keyring> {
    return this.once('keyring', async () => {
      const { Keyring } = await import('../../keystore/keyring.ts')
      const keyring = new Keyring({
        home: this.home,
        backend: (await this.settings()).keystore,
        environment: this.environment,
        prompts: this.prompts,
        command: this.command,
        ledger: () => this.spendingLedger(),
      })
      this.onClose(() => keyring.close())
      return keyring
    })
  }

  /** Who sends, EIP-55: `--from`, or the account of the key that signs. */
  async sender(): Promise<string> {
    return (await this.account()) ?? (await this.signer()).address
  }

  /**
   * The key that signs: `--key`, the key of `--from`, the run's `env`, the default key; on a devnet
   * `dev0`.
   */
  signer(): Promise<Signer> {
    return this.once('signer', async () => {
      const account = await this.account()
      if (account !== undefined) return this.signerOf(account)
      const { key } = await this.settings()
      const isDevnet = (await this.network()).devnet !== undefined
      return (await this.keyring()).signer(key, isDevnet ? { fallback: 'dev0' } : {})
    })
  }

  /** The key of an account: the named one, or the one found. */
  protected async signerOf(account: string): Promise<Signer> {
    const { keyOfAccount } = await import('./account-key.ts')
    return keyOfAccount(await this.keyring(), account, (await this.settings()).key)
  }

  /** The key that signs, if it is stored here: planning works without it. */
  protected async signerHere(account: string | undefined): Promise<Signer | undefined> {
    if (account === undefined) return this.signer()
    const { key } = await this.settings()
    const { nameOfAccountKey } = await import('./account-key.ts')
    const name = key ?? (await nameOfAccountKey(await this.keyring(), account))
    return name === undefined ? undefined : this.signerOf(account)
  }

  /** The account of `--from`, EIP-55. @throws ADDRESS_INVALID, ADDRESS_CHECKSUM */
  protected async account(): Promise<string | undefined> {
    const { from } = this.flags
    if (from === undefined) return undefined
    const { parseAddress } = await import('../../primitives/address.ts')
    return parseAddress(from, 'account that sends')
  }

  /**
   * What the keys of this home have spent in a day. It is always in the home's own database: another
   * database would restart the day.
   */
  protected spendingLedger(): Promise<SpendingLedger> {
    return this.once('spendingLedger', async () => {
      const { SpendingLedger } = await import('../../database/spending-ledger.ts')
      return SpendingLedger.open(await this.homeDatabase(), systemClock)
    })
  }
}
