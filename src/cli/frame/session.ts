import { join } from 'node:path'
import type { Chain } from '../../chain/chain.ts'
import type { Journal } from '../../chain/journal/journal.ts'
import type { NetworkProfile } from '../../chain/networks/network.ts'
import type { Plan } from '../../chain/plan/plan.ts'
import type { SendPolicy } from '../../chain/transactions/intent.ts'
import type { Followed } from '../../chain/transactions/resume.ts'
import type { Transactions, TransactionsOptions } from '../../chain/transactions/transactions.ts'
import type { ResolvedConfig } from '../../config/resolve-config.ts'
import type { SettingName } from '../../config/setting.ts'
import type { Settings } from '../../config/settings.ts'
import type { Database } from '../../database/open-database.ts'
import type { SpendingLedger } from '../../database/spending-ledger.ts'
import type { Keyring } from '../../keystore/keyring.ts'
import type { Signer } from '../../keystore/signer.ts'
import { systemClock } from '../../primitives/clock.ts'
import type { Prompts } from '../../primitives/prompts.ts'
import type { Story } from '../../primitives/story.ts'
import { homePath, makeHome } from './home.ts'
import { TerminalPrompts } from './prompts.ts'
import { sendPolicy } from './send-policy.ts'
import { isInteractive } from './terminal.ts'

/** Parsed flags of any command; each part of the session reads the ones it knows. */
export type SessionFlags = Readonly<Record<string, unknown>>

export interface SessionInput {
  readonly flags: SessionFlags
  readonly environment: NodeJS.ProcessEnv
  /** The platform's data folder, used when no home is given. */
  readonly dataFolder: string
  /** Where the package is installed: templates and binaries are found from here. */
  readonly packageRoot: string
  readonly story: Story
  /** What is running, as it is typed: `migrate distribute`. */
  readonly command?: string | undefined
}

/**
 * The one composition root. Every part is made when first asked for and once, so that a command
 * pays only for what it uses.
 */
export class Session {
  readonly home: string
  readonly packageRoot: string
  readonly story: Story
  readonly prompts: Prompts
  private readonly flags: SessionFlags
  private readonly command: string | undefined
  readonly environment: NodeJS.ProcessEnv
  private readonly made = new Map<string, Promise<unknown>>()
  private readonly closers: (() => void | Promise<void>)[] = []

  constructor({ flags, environment, dataFolder, packageRoot, story, command }: SessionInput) {
    this.flags = flags
    this.command = command
    this.environment = environment
    this.home = homePath(flags.home as string | undefined, environment, dataFolder)
    this.packageRoot = packageRoot
    this.story = story
    this.prompts = new TerminalPrompts({
      interactive: isInteractive(),
      yes: async () => (await this.settings()).yes,
    })
  }

  /** Every setting with its source. @throws CONFIG_VALUE_INVALID, CONFIG_KEY_UNKNOWN, CONFIG_FILE_INVALID. */
  config(): Promise<ResolvedConfig> {
    return this.once('config', () => this.resolveConfig())
  }

  settings(): Promise<Settings> {
    return this.once('settings', async () => {
      const { settingsOf } = await import('../../config/settings.ts')
      return settingsOf((await this.config()).settings)
    })
  }

  /** All keys of the home, with this run's and the devnet's. */
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
      this.closers.push(() => keyring.close())
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

  /** The key of an account: the named one, or whichever it is. */
  private async signerOf(account: string): Promise<Signer> {
    const { keyOfAccount } = await import('./account-key.ts')
    return keyOfAccount(await this.keyring(), account, (await this.settings()).key)
  }

  /** The key that signs, if it is here: a plan can be made where its account's key is not. */
  private async signerHere(account: string | undefined): Promise<Signer | undefined> {
    if (account === undefined) return this.signer()
    const { key } = await this.settings()
    const { nameOfAccountKey } = await import('./account-key.ts')
    const name = key ?? (await nameOfAccountKey(await this.keyring(), account))
    return name === undefined ? undefined : this.signerOf(account)
  }

  /** The profile of `--network`; a devnet that is not running is started. */
  network(): Promise<NetworkProfile> {
    return this.once('network', async () => {
      const { resolveNetwork } = await import('../../chain/networks/networks.ts')
      const { network, rpcUrls } = await this.settings()
      return resolveNetwork(this, network, rpcUrls)
    })
  }

  /** The network, connected, its chain id proved. */
  chain(): Promise<Chain> {
    return this.once('chain', async () => {
      const { connectChain } = await import('../../chain/chain.ts')
      const { rpcUrls } = await this.settings()
      const given = rpcUrls.length > 0 ? { rpcUrls } : {}
      return this.closing(await connectChain(await this.network(), { ...given, story: this.story }))
    })
  }

  /** The chain of a network that is not the run's own, at its own or other endpoints. */
  async chainOf(network: string, rpcUrls: readonly string[] = []): Promise<Chain> {
    const [{ connectChain }, { resolveNetwork }] = await Promise.all([
      import('../../chain/chain.ts'),
      import('../../chain/networks/networks.ts'),
    ])
    const profile = await resolveNetwork(this, network, rpcUrls)
    return this.closing(await connectChain(profile, { story: this.story }))
  }

  /** The chain that answers at these endpoints, whatever its name. */
  async chainAt(rpcUrls: readonly string[]): Promise<Chain> {
    const { connectEndpoints } = await import('../../chain/rpc/endpoint-network.ts')
    return this.closing(await connectEndpoints(rpcUrls))
  }

  database(): Promise<Database> {
    return this.once('database', async () => {
      const { databaseUrl } = await this.settings()
      return databaseUrl === undefined ? this.homeDatabase() : this.openDatabase(databaseUrl)
    })
  }

  /**
   * What the keys of this home have signed for in a day. It stands beside them, whatever database
   * a run is given: another one would begin the day anew.
   */
  spendingLedger(): Promise<SpendingLedger> {
    return this.once('spendingLedger', async () => {
      const { SpendingLedger } = await import('../../database/spending-ledger.ts')
      return SpendingLedger.open(await this.homeDatabase(), systemClock)
    })
  }

  /** Everything that was ever signed, and what became of it. */
  journal(): Promise<Journal> {
    return this.once('journal', async () => {
      const { Journal } = await import('../../chain/journal/journal.ts')
      return Journal.open(await this.database())
    })
  }

  /** The engine that sends, for the signing key. Its key is opened at the first signature. */
  transactions(): Promise<Transactions> {
    return this.once('transactions', async () => {
      const [sender, account] = [await this.sender(), await this.account()]
      return this.flags.multisig ? this.proposalsOf(sender) : this.engineOf(sender, account)
    })
  }

  /** The engine for the account of an earlier transaction; a key that is named must be its key. */
  transactionsOf(account: string): Promise<Transactions> {
    return this.engineOf(account, account)
  }

  /** What it takes to finish transactions that are signed already. No key. */
  async followed(): Promise<Followed> {
    const [chain, journal, policy] = [await this.chain(), await this.journal(), await this.policy()]
    return { chain, journal, policy }
  }

  /** How this run's transactions are priced and awaited. @throws AMOUNT_INVALID and its kin. */
  async policy(): Promise<SendPolicy> {
    return sendPolicy(await this.settings(), this.flags)
  }

  /** Ends what the session opened, last first. */
  async close(): Promise<void> {
    for (const close of this.closers.splice(0).reverse()) await close()
  }

  private homeDatabase(): Promise<Database> {
    return this.once('homeDatabase', () =>
      this.openDatabase(`sqlite:${join(this.home, 'capstan.db')}`),
    )
  }

  private async openDatabase(url: string): Promise<Database> {
    const { openDatabase } = await import('../../database/open-database.ts')
    const database = await openDatabase(url)
    this.closers.push(() => database.destroy())
    return database
  }

  /** The account of `--from`, or `--multisig`, EIP-55. @throws ADDRESS_INVALID, ADDRESS_CHECKSUM */
  private async account(): Promise<string | undefined> {
    const from = this.flags.multisig ?? this.flags.from
    if (typeof from !== 'string') return undefined
    const { parseAddress } = await import('../../primitives/address.ts')
    return parseAddress(from, 'account that sends')
  }

  /** Plans what a contract is to call: no fee, no key, and nothing that could be signed. */
  private async proposalsOf(contract: string): Promise<Transactions> {
    const policy = { ...(await this.policy()), isFree: true }
    return this.engineOf(contract, contract, { policy, check: async () => undefined })
  }

  private async engineOf(
    from: string,
    account: string | undefined,
    given: Partial<Pick<TransactionsOptions, 'policy' | 'check'>> = {},
  ): Promise<Transactions> {
    const [{ Transactions }, { fileLease }] = await Promise.all([
      import('../../chain/transactions/transactions.ts'),
      import('../../chain/transactions/nonces.ts'),
    ])
    return new Transactions({
      chain: await this.chain(),
      journal: await this.journal(),
      lease: fileLease(join(this.home, 'locks')),
      from,
      signer: () => (account === undefined ? this.signer() : this.signerOf(account)),
      check: async (...transactions) => (await this.signerHere(account))?.check(...transactions),
      policy: await this.policy(),
      confirm: (plan) => this.confirmPlan(plan),
      note: (text) => this.story.note(text),
      ...given,
    })
  }

  private closing(chain: Chain): Chain {
    this.closers.push(() => chain.rpc.close())
    return chain
  }

  private async confirmPlan(plan: Plan): Promise<void> {
    const { planText } = await import('../../chain/plan/plan-view.ts')
    this.story.note(planText(plan))
    await this.prompts.confirm('Send it?')
  }

  private once<T>(part: string, make: () => Promise<T>): Promise<T> {
    const made = (this.made.get(part) as Promise<T> | undefined) ?? make()
    this.made.set(part, made)
    return made
  }

  private async resolveConfig(): Promise<ResolvedConfig> {
    const { resolveConfig } = await import('../../config/resolve-config.ts')
    await makeHome(this.home)
    return resolveConfig({
      flags: settingFlags(this.flags),
      environment: this.environment,
      directory: process.cwd(),
      home: this.home,
    })
  }
}

/** Flags that are settings, under the settings' names: `rpc-url` is `rpcUrl`. */
function settingFlags(flags: SessionFlags): Partial<Record<SettingName, unknown>> {
  const given = Object.entries(flags).filter(([, value]) => value !== undefined)
  return Object.fromEntries(
    given.map(([name, value]) => [
      name.replace(/-([a-z])/g, (_, l: string) => l.toUpperCase()),
      value,
    ]),
  )
}
