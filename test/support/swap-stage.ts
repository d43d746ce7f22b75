import type { ChildProcess } from 'node:child_process'
import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout } from 'node:timers/promises'
import { computeAddress, getAddress, HDNodeWallet, Interface, Mnemonic } from 'ethers'
import { cyberMilesToken } from '../../src/artifacts/cyber-miles-token.ts'
import { swapLock } from '../../src/artifacts/swap-lock.ts'
import { swapRelease } from '../../src/artifacts/swap-release.ts'
import { attestReleases } from './attest-releases.ts'
import { writeCampaign } from './campaigns.ts'
import { type CapstanResult, capstan, startCapstan } from './capstan.ts'
import { spawnChain, type TestChain } from './chain.ts'

const LOCK = new Interface(swapLock.abi)
const RELEASE = new Interface(swapRelease.abi)
const TOKEN = new Interface(cyberMilesToken.abi)

/** The accounts every development node funds: 0 sets up, 1 to 3 relay, 4 holds the token. */
const PHRASE = Mnemonic.fromPhrase('test test test test test test test test test test test junk')
const KEYS = Array.from(
  { length: 6 },
  (_, index) => HDNodeWallet.fromMnemonic(PHRASE, `m/44'/60'/0'/0/${index}`).privateKey,
)
const ACCOUNTS = KEYS.map((key) => computeAddress(key))
const [OWNER = '', ...OTHERS] = ACCOUNTS
export const HOLDER = ACCOUNTS[4] as string
export const HOUR = 3600
const ETHER = 10n ** 18n
const FOREVER = 4_102_444_800n
const NOWHERE = '0x000000000000000000000000000000000000dEaD'

/** Whose key a command is given. */
export type Actor = 'owner' | 'relayer-1' | 'relayer-2' | 'relayer-3' | 'holder'
const ACTORS = { owner: 0, 'relayer-1': 1, 'relayer-2': 2, 'relayer-3': 3, holder: 4 } as const

export interface SwapStageOptions {
  /** Confirmations on the source chain. */
  readonly confirmations?: number
  readonly dayLimit?: bigint
  readonly funds?: bigint
  /** False leaves naming the release contract to the test. */
  readonly open?: boolean
}

/** Two chains with a swap between them: two of three relayers, one coin for one token. */
export class SwapStage {
  readonly root = mkdtempSync(join(tmpdir(), 'capstan-swap-'))
  lock = ''
  release = ''
  token = ''
  confirmations = 3

  private constructor(
    readonly source: TestChain,
    readonly target: TestChain,
  ) {}

  static async set(options: SwapStageOptions = {}): Promise<SwapStage> {
    const [source, target] = await Promise.all([
      spawnChain({ chainId: 1 }),
      spawnChain({ chainId: 97 }),
    ])
    const stage = new SwapStage(source, target)
    await stage.#deploy(options)
    return stage
  }

  /** A campaign folder of its own; relayers that share it meet in it. */
  campaign(name: string, urls: { source?: string[]; target?: string[] } = {}): string {
    const side = (chain: TestChain, given?: string[]) =>
      `[${(given ?? [chain.rpcUrl]).map((url) => `"${url}"`).join(', ')}]`
    return writeCampaign(
      join(this.root, name),
      `format: capstan/campaign@1
name: ${name}
source: { kind: file, path: balances.csv, decimals: 18, symbol: CMT }
target: { network: bsc-testnet, asset: native, mode: claim, claimUntil: 2060-01-01 }
swap:
  source: { network: ethereum, rpcUrl: ${side(this.source, urls.source)}, lock: "${this.lock}", confirmations: ${this.confirmations} }
  target: { network: bsc-testnet, rpcUrl: ${side(this.target, urls.target)}, release: "${this.release}", confirmations: 1 }
`,
    )
  }

  /** `capstan migrate swap …`, to its end. */
  run(actor: Actor, directory: string, ...args: string[]): Promise<CapstanResult> {
    const { env, home } = this.#actor(actor)
    return capstan(['migrate', 'swap', ...this.#args(directory, args)], { home, env })
  }

  start(actor: Actor, directory: string, ...args: string[]): ChildProcess {
    const { env, home } = this.#actor(actor)
    const child = startCapstan(['migrate', 'swap', ...this.#args(directory, args)], { home, env })
    child.stdin?.end()
    return child
  }

  /** One pass of a relayer. */
  relay(actor: Actor, directory: string, ...args: string[]): Promise<CapstanResult> {
    return this.run(actor, directory, 'relay', '--once', '--json', ...args)
  }

  /** A relayer's attestation of every lock, without a pass of its own. */
  attest(actor: Actor, directory: string): Promise<void> {
    const folder = this.#folder(directory)
    return attestReleases(this.source, this.lock, KEYS[ACTORS[actor]] as string, folder)
  }

  /** Locks for an account that has nothing, without capstan. Returns the id of the lock. */
  async lockFor(recipient: string, amount: bigint): Promise<string> {
    await this.send(
      this.source,
      HOLDER,
      this.token,
      TOKEN.encodeFunctionData('approve', [this.lock, amount]),
    )
    const data = LOCK.encodeFunctionData('lock', [amount, recipient])
    const { logs } = await this.send(this.source, HOLDER, this.lock, data)
    const topic = LOCK.getEvent('Locked')?.topicHash
    return logs.find(({ topics }) => topics[0] === topic)?.topics[1] as string
  }

  /** Blocks until the newest lock is settled. */
  async settle(chain: TestChain = this.source, blocks = this.confirmations - 1): Promise<void> {
    await chain.request('anvil_mine', [`0x${blocks.toString(16)}`])
  }

  /** Both clocks go on, and a block is made. */
  async pass(seconds: number): Promise<void> {
    for (const chain of [this.source, this.target]) {
      await chain.request('evm_increaseTime', [seconds])
      await chain.request('anvil_mine', ['0x1'])
    }
  }

  async paid(account: string): Promise<bigint> {
    return BigInt(await this.target.request<string>('eth_getBalance', [account, 'latest']))
  }

  async tokens(account: string): Promise<bigint> {
    const data = TOKEN.encodeFunctionData('balanceOf', [account])
    return BigInt(
      await this.source.request<string>('eth_call', [{ to: this.token, data }, 'latest']),
    )
  }

  /** How often the release contract has paid. */
  async releases(): Promise<number> {
    const topics = [RELEASE.getEvent('Released')?.topicHash]
    const filter = { address: this.release, topics, fromBlock: '0x0', toBlock: 'latest' }
    return (await this.target.request<unknown[]>('eth_getLogs', [filter])).length
  }

  async send(chain: TestChain, from: string, to: string | null, data: string, value = 0n) {
    const transaction = {
      from,
      ...(to !== null && { to }),
      data,
      value: `0x${value.toString(16)}`,
      gas: '0x600000',
    }
    const hash = await chain.request<string>('eth_sendTransaction', [transaction])
    const receipt = await minedReceipt(chain, hash)
    if (receipt.status !== '0x1') throw new Error(`${hash} failed`)
    return receipt
  }

  /** Files of the attestations for a lock. */
  attestationFiles(directory: string, lockId: string): string[] {
    return readdirSync(join(this.#folder(directory), lockId)).sort()
  }

  remove(): void {
    this.source.stop()
    this.target.stop()
    rmSync(this.root, { recursive: true, force: true })
  }

  #folder(directory: string): string {
    return join(directory, 'out/swap/attestations')
  }

  #args(directory: string, [verb = '', ...args]: string[]): string[] {
    const order = [verb, ...args, '-c', directory]
    if (verb === 'status') return order
    const waits = args.includes('--confirmations')
      ? []
      : ['--confirmations', '1', '--timeout', '20']
    return [...order, '--key', 'env', '--yes', ...waits]
  }

  #actor(actor: Actor) {
    const home = join(this.root, `home-${actor}`)
    mkdirSync(home, { recursive: true })
    const file = join(home, 'key')
    writeFileSync(file, KEYS[ACTORS[actor]] as string, { mode: 0o600 })
    return { home, env: { CAPSTAN_PRIVATE_KEY_FILE: file } }
  }

  async #deploy({
    confirmations = 3,
    dayLimit = 1_000n * ETHER,
    funds = 1_000n * ETHER,
    open = true,
  }: SwapStageOptions) {
    this.confirmations = confirmations
    const { source, target } = this
    const relayers = OTHERS.slice(0, 3).sort((a, b) => (BigInt(a) < BigInt(b) ? -1 : 1))
    const watch = [OWNER, OWNER, relayers, 2, 86_400]
    this.token = await this.#create(source, cyberMilesToken.bytecode)
    await this.send(
      source,
      OWNER,
      this.token,
      TOKEN.encodeFunctionData('transfer', [HOLDER, 10_000n * ETHER]),
    )
    const lockTerms = [this.token, NOWHERE, 97, 2 * HOUR, HOUR, 1_000n * ETHER, FOREVER]
    this.lock = await this.#create(
      source,
      swapLock.bytecode + LOCK.encodeDeploy([lockTerms, watch]).slice(2),
    )
    const releaseTerms = [
      1,
      this.lock,
      this.token,
      `0x${'0'.repeat(40)}`,
      1,
      dayLimit,
      dayLimit,
      FOREVER,
      OWNER,
    ]
    const creation = swapRelease.bytecode + RELEASE.encodeDeploy([releaseTerms, watch]).slice(2)
    this.release = await this.#create(target, creation, funds)
    if (!open) return
    await this.send(source, OWNER, this.lock, LOCK.encodeFunctionData('open', [this.release]))
  }

  async #create(chain: TestChain, data: string, value = 0n): Promise<string> {
    const { contractAddress } = await this.send(chain, OWNER, null, data, value)
    return getAddress(contractAddress as string)
  }
}

interface Receipt {
  readonly status: string
  readonly contractAddress: string | null
  readonly logs: readonly { readonly topics: readonly string[] }[]
}

/** The node answers before it has made the block. */
async function minedReceipt(chain: TestChain, hash: string): Promise<Receipt> {
  for (;;) {
    const receipt = await chain.request<Receipt | null>('eth_getTransactionReceipt', [hash])
    if (receipt) return receipt
    await setTimeout(5)
  }
}

let next = 1n
/** An account that nobody else pays. */
export function newRecipient(): string {
  return computeAddress(`0x${(0xabc0000n + next++).toString(16).padStart(64, '0')}`)
}
