// Bindings of holders of Bytom checked anew, each by its form, place, campaign, address, signature and
// balance: against the signatures alone, with the keys and the texts ready.

import {
  createHash,
  createPublicKey,
  generateKeyPairSync,
  type KeyObject,
  sign,
  verify,
} from 'node:crypto'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import {
  type Binding,
  bindingMessage,
  compareBindings,
} from '../../src/migration/binding/binding.ts'
import { BINDING } from '../../src/migration/binding/binding-line.ts'
import { verifyBindings } from '../../src/migration/binding/verify-bindings.ts'
import { encodeBytomAddress } from '../../src/primitives/bytom/bytom-address.ts'
import { publicKeyHash } from '../../src/primitives/bytom/hashes.ts'
import { type Goal, type Measurements, measure, type RunScenario } from './measure.ts'

const BINDINGS = 100_000
const ROUNDS = 1
const ACCOUNT = '0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAed'

await measure({ make, capstan, bare }, async (run: RunScenario): Promise<Goal[]> => {
  const folder = mkdtempSync(join(tmpdir(), 'capstan-bench-'))
  try {
    run('make', folder)
    const runs = Array.from({ length: ROUNDS }, () => ({
      all: run('capstan', folder),
      bare: run('bare', folder).measurements.ms as number,
    }))
    const ms = Math.min(...runs.map(({ all }) => all.measurements.ms as number))
    const bareMs = Math.min(...runs.map((each) => each.bare))
    const detail = `${(ms / 1000).toFixed(1)} s against ${(bareMs / 1000).toFixed(1)} s`
    return [
      {
        what: `${BINDINGS} bindings verified, against node:crypto's verify alone`,
        ...{ figure: bareMs / ms, unit: '×', atLeast: 0.4 },
        detail,
      },
      {
        what: `CPU of ${BINDINGS} bindings verified, by one thread`,
        ...{ figure: ms / 1000, unit: 's', atMost: 60 },
        detail: `${Math.max(...runs.map(({ all }) => all.peakMiB)).toFixed(0)} MiB`,
      },
    ]
  } finally {
    rmSync(folder, { recursive: true })
  }
})

/** A snapshot of so many holders, all bound. */
async function make(folder: string): Promise<Measurements> {
  const holders = Array.from({ length: BINDINGS }, makeHolder).sort((a, b) =>
    a.source < b.source ? -1 : 1,
  )
  const rows = holders.map(({ source, hash }) => `${source},1,0014${hash.toString('hex')}\n`)
  const csv = `address,balanceBaseUnits,program\n${rows.join('')}`
  writeFileSync(join(folder, 'snapshot.csv'), csv)
  const snapshot = createHash('sha256').update(csv).digest('hex')
  const bindings = holders.map(({ source, raw, privateKey }): Binding => {
    const statement = { campaign: 'btm', snapshot, chainId: 1, source, to: ACCOUNT, sequence: 1 }
    const signature = sign(null, Buffer.from(bindingMessage(statement)), privateKey)
    const signatures = [{ publicKey: raw.toString('hex'), signature: signature.toString('hex') }]
    return { ...statement, script: null, signatures }
  })
  const lines = bindings.sort(compareBindings).map((each) => `${BINDING.text(each)}\n`)
  writeFileSync(join(folder, 'bindings.ndjson'), lines.join(''))
  writeFileSync(join(folder, 'digest'), snapshot)
  return {}
}

async function capstan(folder: string): Promise<Measurements> {
  const files = {
    bindings: join(folder, 'bindings.ndjson'),
    snapshotCsv: join(folder, 'snapshot.csv'),
  }
  const snapshot = readFileSync(join(folder, 'digest'), 'utf8')
  const terms = { campaign: 'btm', snapshot, chainId: 1, bytomNetwork: 'mainnet' as const }
  let holding = 0
  const ms = await cpuMs(async () => {
    holding = (await verifyBindings(files, terms)).bindings.length
  })
  if (holding !== BINDINGS) throw new Error(`${holding} bindings hold`)
  return { ms }
}

async function bare(folder: string): Promise<Measurements> {
  const lines = readFileSync(join(folder, 'bindings.ndjson'), 'utf8').trimEnd().split('\n')
  const ready = lines.map((line): [Buffer, KeyObject, Buffer] => {
    const binding = JSON.parse(line) as Binding
    const [{ publicKey, signature }] = binding.signatures as [Binding['signatures'][number]]
    const x = Buffer.from(publicKey, 'hex').toString('base64url')
    const key = createPublicKey({ key: { kty: 'OKP', crv: 'Ed25519', x }, format: 'jwk' })
    return [Buffer.from(bindingMessage(binding)), key, Buffer.from(signature, 'hex')]
  })
  const ms = await cpuMs(() => {
    if (!ready.every(([text, key, signature]) => verify(null, text, key, signature))) {
      throw new Error('a signature is not good')
    }
  })
  return { ms }
}

/** Milliseconds of CPU that `work` takes: what else runs on the machine counts less. */
async function cpuMs(work: () => unknown): Promise<number> {
  const start = process.cpuUsage()
  await work()
  const { user, system } = process.cpuUsage(start)
  return (user + system) / 1000
}

function makeHolder() {
  const { publicKey, privateKey } = generateKeyPairSync('ed25519')
  // Not as JWK: Node 20 can lock up when it exports that from a pair just made.
  const raw = publicKey.export({ format: 'der', type: 'spki' }).subarray(-32)
  const hash = Buffer.from(publicKeyHash(raw))
  return { source: encodeBytomAddress('mainnet', hash), hash, raw, privateKey }
}
