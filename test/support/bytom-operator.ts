import { copyFileSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import {
  type Binding,
  type BindingStatement,
  compareBindings,
} from '../../src/migration/binding/binding.ts'
import { parseBindingLine } from '../../src/migration/binding/binding-line.ts'
import { binding, linesOf, type TestHolder } from './bindings.ts'
import { writeCampaign } from './campaigns.ts'
import { type CapstanResult, capstan } from './capstan.ts'
import type { TestChain } from './chain.ts'
import { sharedFixture } from './shared-fixtures.ts'
import { VAULT_ENVIRONMENT } from './vaults.ts'

const DEV0 = '0xf39Fd6e51aad88F6F4ce6aB8827279cffFb92266'

const OFFLINE_STEPS = ['genesis', 'snapshot', 'build', 'status', 'audit', 'proof', 'report', 'bind']

/** An operator who pays the holders of the captured solonet on a chain of this test's. */
export interface BytomOperator {
  readonly home: string
  readonly directory: string
  /** Runs a step of the campaign, or of what is in a folder below it, as JSON. */
  run(step: string, ...args: readonly string[]): Promise<CapstanResult>
  inSupplement(number: number, step: string, ...args: readonly string[]): Promise<CapstanResult>
  /** As people run it, without JSON. */
  say(step: string, ...args: readonly string[]): Promise<CapstanResult>
  /** Lets a holder bind, as `migrate bind` would leave it. */
  bind(
    holder: TestHolder,
    to: string,
    more?: { sequence?: number; signers?: readonly number[] },
  ): void
}

export interface BytomCampaignOptions {
  /** Lines of `rules:`. */
  readonly rules?: string
  readonly mode?: 'push' | 'claim' | 'push-then-claim' | 'transfers'
  readonly height?: number
}

export async function bytomOperator(
  root: string,
  chain: TestChain,
  { rules = '', mode = 'push', height = 128 }: BytomCampaignOptions = {},
): Promise<BytomOperator> {
  const home = join(root, 'home')
  mkdirSync(home, { recursive: true })
  const directory = writeCampaign(
    join(root, 'btm'),
    `format: capstan/campaign@1
name: btm
source: { kind: bytom, blocks: blocks.ndjson, height: ${height}, bytomNetwork: solonet }
rules:
  decimals: { from: 8, to: 18 }
${rules}target: { network: devnet, asset: native, mode: ${mode}, claimUntil: 2099-01-01 }
`,
  )
  copyFileSync(sharedFixture('bytom', 'blocks.ndjson'), join(directory, 'blocks.ndjson'))
  await chain.request('anvil_setBalance', [DEV0, `0x${(10n ** 27n).toString(16)}`])

  const start = (folder: string, step: string, args: readonly string[]) => {
    const where = ['-c', folder, '--rpc-url', chain.rpcUrl]
    const isOffline = OFFLINE_STEPS.includes(step)
    const signer = isOffline ? [] : ['--key', 'dev0', '--yes']
    return capstan(['migrate', step, ...args, ...signer, ...where], {
      home,
      env: VAULT_ENVIRONMENT,
    })
  }
  return {
    home,
    directory,
    run: (step, ...args) => start(directory, step, [...args, '--json']),
    inSupplement: (number, step, ...args) =>
      start(join(directory, `supplement-${number}`), step, [...args, '--json']),
    say: (step, ...args) => start(directory, step, args),
    bind: (holder, to, { sequence = 1, signers = [0] } = {}) => {
      const statement = { ...termsOf(directory), to, sequence }
      addBinding(directory, binding(holder, statement, signers))
    },
  }
}

function termsOf(directory: string): Pick<BindingStatement, 'campaign' | 'snapshot' | 'chainId'> {
  const snapshot = JSON.parse(readFileSync(join(directory, 'out/snapshot.json'), 'utf8'))
  return { campaign: 'btm', snapshot: snapshot.digest, chainId: 31337 }
}

function addBinding(directory: string, added: Binding): void {
  const file = join(directory, 'out/bindings.ndjson')
  const lines = existsSync(file) ? readFileSync(file, 'utf8').trimEnd().split('\n') : []
  const known = lines.map((line) => parseBindingLine(line) as Binding)
  writeFileSync(file, linesOf(...[...known, added].sort(compareBindings)))
}
