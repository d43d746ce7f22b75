import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DEVNET_KEYS } from '../../src/keystore/devnet-keys.ts'
import { type CapstanResult, capstan, projectRoot } from './capstan.ts'
import { spawnChain, type TestChain } from './chain.ts'

/** Accounts of dev0 to dev9. */
export const ACCOUNTS = DEVNET_KEYS.map(({ address }) => address)
export const POLICY_TEMPLATE = join(projectRoot, 'templates', 'multisig', 'policy.yaml')
/** dev0, dev1 and dev2 with weights 3, 2 and 1. */
export const MEMBERS = [3, 2, 1].flatMap((weight, index) => [
  '--member',
  `${ACCOUNTS[index]}:${weight}`,
])
const HUNDRED_COINS = '0x56bc75e2d63100000'

/** A chain with a funded multisig of three owners, and machines of their own for who uses it. */
export class Treasury {
  multisig = ''
  readonly root = mkdtempSync(join(tmpdir(), 'capstan-multisig-'))
  private homes = 0
  private files = 0
  home = ''

  private constructor(readonly chain: TestChain) {}

  static async open(policy = POLICY_TEMPLATE): Promise<Treasury> {
    const treasury = new Treasury(await spawnChain())
    treasury.home = treasury.newHome()
    const created = await treasury.run(
      ['create', ...MEMBERS, '--policy', policy, '--key', 'dev0'],
      treasury.home,
    )
    treasury.multisig = (created.json as { multisig: string }).multisig
    await treasury.chain.request('anvil_setBalance', [treasury.multisig, HUNDRED_COINS])
    return treasury
  }

  close(): void {
    this.chain.stop()
    rmSync(this.root, { recursive: true, force: true })
  }

  newHome(): string {
    const home = join(this.root, `home-${this.homes++}`)
    mkdirSync(home)
    return home
  }

  newFile(): string {
    return join(this.root, `p${this.files++}.json`)
  }

  /** `capstan multisig …` on this chain, as JSON. */
  run(args: readonly string[], home = this.home): Promise<CapstanResult> {
    const signs = args.includes('--key') ? ['--yes'] : []
    const where = args[0] === 'merge' ? [] : ['--rpc-url', this.chain.rpcUrl]
    return capstan(['multisig', ...args, ...signs, ...where, '--json'], { home })
  }

  /** A proposal to send an amount to dev9. */
  async proposed(value: string, ...more: string[]): Promise<string> {
    const out = this.newFile()
    const to = ['--to', ACCOUNTS[9] as string, '--value', value]
    const result = await this.run(['propose', this.multisig, ...to, '--out', out, ...more])
    if (result.exitCode !== 0) throw new Error(result.stdout)
    return out
  }

  /** A copy of a file, as it travels to another owner. */
  copy(file: string): string {
    const copy = this.newFile()
    cpSync(file, copy)
    return copy
  }

  async balanceOf(account: string): Promise<bigint> {
    return BigInt(await this.chain.request<string>('eth_getBalance', [account, 'latest']))
  }
}

/** The JSON of a proposal file. */
export function proposalJson(file: string): Record<string, unknown> {
  return JSON.parse(readFileSync(file, 'utf8'))
}
