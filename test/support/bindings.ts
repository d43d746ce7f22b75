import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import {
  type Binding,
  type BindingStatement,
  type BindingTerms,
  bindingMessage,
} from '../../src/migration/binding/binding.ts'
import { BINDING } from '../../src/migration/binding/binding-line.ts'
import { holdingsOf } from '../../src/migration/snapshot/bytom/holdings.ts'
import { type Snapshot, writeSnapshot } from '../../src/migration/snapshot/snapshot-files.ts'
import { encodeBytomAddress, programOfAddress } from '../../src/primitives/bytom/bytom-address.ts'
import {
  publicKeyOfXpub,
  rootXprv,
  signWithXprv,
  xpubOf,
} from '../../src/primitives/bytom/chainkd.ts'
import { programHash } from '../../src/primitives/bytom/control-program.ts'
import { publicKeyHash, sha3 } from '../../src/primitives/bytom/hashes.ts'
import { encodeMultisigScript } from '../../src/primitives/bytom/multisig-script.ts'
import { BTM } from './bytom-chain.ts'
import { hex } from './bytom-vectors.ts'
import { writeCampaign } from './campaigns.ts'

/** An account of the target, EIP-55: the examples of EIP-55 itself. */
export const ACCOUNTS = [
  '0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAed',
  '0xfB6916095ca1df60bB79Ce92cE3Ea74c37c5d359',
  '0xdbF03B407c01E7cD3CBea99509d93f8DDDC8C6FB',
  '0xD1220A0cf47c7B9Be7A2E6BA89F429762e7b9aDb',
] as const

/** A key of Bytom that the test knows. */
export interface TestKey {
  readonly xprv: Uint8Array
  readonly publicKey: string
}

/** Somebody who holds something on a solonet. */
export interface TestHolder {
  readonly address: string
  readonly program: string
  readonly script: string | null
  readonly keys: readonly TestKey[]
}

export function testKey(seed: number): TestKey {
  const xprv = rootXprv(new Uint8Array(64).fill(seed))
  return { xprv, publicKey: hex(publicKeyOfXpub(xpubOf(xprv))) as string }
}

export function singleHolder(seed: number): TestHolder {
  const key = testKey(seed)
  return holderOf(publicKeyHash(Buffer.from(key.publicKey, 'hex')), null, [key])
}

/** Any `quorum` of the keys; the first seed is the first key. */
export function multisigHolder(quorum: number, seeds: readonly number[]): TestHolder {
  const keys = seeds.map(testKey)
  const publicKeys = keys.map(({ publicKey }) => Buffer.from(publicKey, 'hex'))
  const script = encodeMultisigScript({ quorum, publicKeys })
  return holderOf(sha3(script), hex(script) as string, keys)
}

/** What a holder says, signed by the keys of these places. */
export function binding(
  { address, script, keys }: TestHolder,
  statement: Omit<BindingStatement, 'source'>,
  signers: readonly number[] = [0],
): Binding {
  const { campaign, snapshot, chainId, to, sequence } = statement
  const said = { campaign, snapshot, chainId, to, sequence, source: address }
  const message = Buffer.from(bindingMessage(said))
  const signatures = signers.map((place) => {
    const { xprv, publicKey } = keys[place] as TestKey
    return { publicKey, signature: hex(signWithXprv(xprv, message)) as string }
  })
  return { ...said, script, signatures }
}

export function linesOf(...bindings: readonly Binding[]): string {
  return bindings.map((each) => `${BINDING.text(each)}\n`).join('')
}

/** A campaign of a solonet whose snapshot is taken. */
export interface BoundCampaign {
  readonly directory: string
  readonly name: string
  readonly snapshot: Snapshot
  readonly terms: BindingTerms
}

/** Writes a campaign with a snapshot in which each holder has 100 BTM. */
export async function bytomCampaign(
  directory: string,
  holders: Iterable<Pick<TestHolder, 'program'>>,
  { name = 'btm', network = 'devnet' } = {},
): Promise<BoundCampaign> {
  writeCampaign(
    directory,
    `format: capstan/campaign@1
name: ${name}
source: { kind: bytom, blocks: blocks.ndjson, height: 1, bytomNetwork: solonet }
rules: { decimals: { from: 8, to: 18 } }
target: { network: ${network}, asset: native, mode: claim, claimUntil: 2099-01-01 }
`,
  )
  const unspent = Array.from(holders, ({ program }) => ({
    assetId: BTM,
    amount: 10_000_000_000n,
    program,
    coinbaseHeight: null,
  }))
  const held = holdingsOf(unspent, { assetId: BTM, height: 1, network: 'solonet' })
  const out = join(directory, 'out')
  mkdirSync(out, { recursive: true })
  const paths = {
    snapshotCsv: join(out, 'snapshot.csv'),
    snapshotJson: join(out, 'snapshot.json'),
  }
  const snapshot = await writeSnapshot(paths, 'bytom', {
    holders: held.holders,
    warnings: [],
    facts: {
      chainId: null,
      token: null,
      name: null,
      symbol: 'BTM',
      decimals: 8,
      blockHeight: 1,
      blockHash: 'ab'.repeat(32),
      blockTime: null,
      paused: null,
      supplyBaseUnits: held.total,
      categories: held.categories,
      seeds: [],
      checkedHolders: 0,
      sourceDigest: null,
      bytom: {
        network: 'solonet',
        assetId: BTM,
        issuedBaseUnits: held.total,
        retiredBaseUnits: 0n,
        repeatedSpends: [],
        unattributable: held.unattributable,
      },
    },
  })
  const { digest } = snapshot
  const terms = {
    campaign: name,
    snapshot: digest,
    chainId: 31337,
    bytomNetwork: 'solonet' as const,
  }
  return { directory, name, snapshot, terms }
}

/** Leaves the bindings of a campaign as a step would. */
export function writeBindings({ directory }: BoundCampaign, ...bindings: readonly Binding[]): void {
  writeFileSync(join(directory, 'out/bindings.ndjson'), linesOf(...bindings))
}

function holderOf(hash: Uint8Array, script: string | null, keys: readonly TestKey[]): TestHolder {
  const known = programHash(hash)
  if (!known) throw new Error('no hash of an address')
  const program = hex(programOfAddress({ network: 'solonet', ...known })) as string
  return { address: encodeBytomAddress('solonet', hash), program, script, keys }
}
