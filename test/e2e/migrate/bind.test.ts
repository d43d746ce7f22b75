import { createHash } from 'node:crypto'
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { ACCOUNTS, bytomCampaign, singleHolder } from '../../support/bindings.ts'
import { selectedVectors } from '../../support/bytom-vectors.ts'
import { type CapstanResult, capstan } from '../../support/capstan.ts'
import { addKey, VAULT_ENVIRONMENT } from '../../support/vaults.ts'

// Two keys of the captured solonet's wallets, and an address that both of them hold together.

const [to, other, third] = ACCOUNTS
const home = mkdtempSync(join(tmpdir(), 'capstan-test-'))
const outside = mkdtempSync(join(tmpdir(), 'capstan-test-'))
const campaign = join(home, 'btm')
const stranger = singleHolder(9)
let alice: Address
let both: Address

interface Address {
  readonly address: string
  readonly controlProgram: string
  readonly script: string
}

function run(...args: string[]): Promise<CapstanResult> {
  return capstan([...args, '--json'], { home, env: VAULT_ENVIRONMENT })
}

/** In the campaign. */
function bind(...args: string[]): Promise<CapstanResult> {
  return run('migrate', 'bind', ...args, '-c', campaign)
}

beforeAll(async () => {
  const wallets = selectedVectors().wallet_keys_of_the_solonet
  const xpubs: string[] = []
  for (const name of ['alice', 'bob']) {
    const { mnemonic, xpub } = wallets[name] as { mnemonic: string; xpub: string }
    await addKey(home, name, { type: 'bytom', secret: mnemonic })
    xpubs.push('--xpub', xpub)
  }
  const onSolonet = ['--bytom-network', 'solonet']
  alice = (await run('key', 'address', 'alice', ...onSolonet)).json as Address
  both = (await run('key', 'address', ...xpubs, '--quorum', '2', ...onSolonet)).json as Address
  const programs = [alice, both].map(({ controlProgram: program }) => ({ program }))
  await bytomCampaign(campaign, programs)
})

afterAll(() => {
  for (const folder of [home, outside]) rmSync(folder, { recursive: true, force: true })
})

describe('migrate bind', () => {
  it('binds the address of a key, says so again, and binds it anew with the next number', async () => {
    const args = ['--source', alice.address, '--key', 'alice', '--to']
    const first = await bind(...args, to)
    expect(first.exitCode, first.stdout).toBe(0)
    expect(first.json).toMatchObject({ source: alice.address, to, sequence: 1, valid: true })
    const again = await bind(...args, to)
    expect(again.json).toMatchObject({ sequence: 1, valid: true, status: 'duplicate' })
    const next = await bind(...args, other)
    expect(next.json).toMatchObject({ to: other, sequence: 2, status: 'accepted' })
    const conflict = await bind(...args, to, '--sequence', '2')
    expect(conflict.exitCode).toBe(3)
    expect(conflict.json).toMatchObject({
      error: { code: 'BINDING_CONFLICT', details: { kept: other, refused: to, sequence: 2 } },
    })
    const lower = await bind(...args, to, '--sequence', '1')
    expect(lower.json).toMatchObject({ sequence: 1, valid: true, status: 'duplicate' })

    const listed = (await run('migrate', 'bind', 'list', '-c', campaign)).json
    expect(listed).toMatchObject({
      bindings: [
        { source: alice.address, to, sequence: 1, valid: true, superseded: true },
        { source: alice.address, to: other, sequence: 2, valid: true, superseded: false },
      ],
    })
    const file = readFileSync(join(campaign, 'out/bindings.ndjson'))
    const verified = await run('migrate', 'bind', 'verify', '-c', campaign)
    expect(verified.exitCode).toBe(0)
    expect(verified.json).toMatchObject({
      valid: true,
      bindings: 2,
      holders: 1,
      chainId: 31337,
      bad: [],
      digest: createHash('sha256').update(file).digest('hex'),
    })
  })

  it('asks a node of the holder, and takes what it answers', async () => {
    const terms = join(outside, 'terms.json')
    const binding = join(outside, 'alice.json')
    const written = await run('migrate', 'bind', 'terms', '-c', campaign, '--out', terms)
    expect(written.json).toMatchObject({ file: terms })
    const args = ['migrate', 'bind', '--terms', terms, '--source', alice.address, '--to', third]
    const asked = await run(...args, '--sequence', '9')
    const { requests, message } = asked.json as {
      requests: { body: { address: string; message: string } }[]
      message: string
    }
    expect(asked.json).toMatchObject({ valid: false, sequence: 9, file: null })
    expect(requests).toEqual([
      {
        method: 'POST',
        path: '/sign-message',
        body: { address: alice.address, message: Buffer.from(message).toString('hex') },
      },
    ])
    // `key sign` signs as sign-message does, byte for byte.
    const hex = `0x${requests[0]?.body.message}`
    const answer = (await run('key', 'sign', 'alice', '--hex', hex)).json as {
      signature: string
      derivedXpub: string
    }
    const answered = [
      '--signature',
      answer.signature,
      '--xpub',
      answer.derivedXpub,
      '--out',
      binding,
    ]
    const wrong = await run(...args, ...answered, '--sequence', '10')
    expect(wrong.exitCode).toBe(7)
    expect(wrong.json).toMatchObject({ error: { code: 'BINDING_SIGNATURE_INVALID' } })
    expect(existsSync(binding)).toBe(false)
    const bound = await run(...args, ...answered, '--sequence', '9')
    expect(bound.json).toMatchObject({ valid: true, sequence: 9, file: binding })
    expect(readFileSync(binding, 'utf8')).not.toContain(answer.derivedXpub)

    const imported = await run('migrate', 'bind', 'import', binding, '-c', campaign)
    expect(imported.exitCode, imported.stdout).toBe(0)
    expect(imported.json).toMatchObject({
      accepted: 1,
      refused: 0,
      bindings: [
        { file: binding, line: 1, to: third, sequence: 9, valid: true, status: 'accepted' },
      ],
    })
  })

  it('gathers the signatures of an address of two keys, one after the other', async () => {
    const terms = join(outside, 'terms.json')
    await run('migrate', 'bind', 'terms', '-c', campaign, '--out', terms)
    const said = ['--source', both.address, '--to', to, '--script', both.script]
    const asked = await bind(...said)
    expect((asked.json as { requests: unknown[] }).requests).toHaveLength(2)
    const inCampaign = await bind(...said, '--key', 'bob')
    expect(inCampaign.exitCode, inCampaign.stdout).toBe(0)
    expect(inCampaign.json).toMatchObject({ valid: false, missing: 1, status: 'incomplete' })
    const verified = await run('migrate', 'bind', 'list', '-c', campaign)
    expect(JSON.stringify(verified.json)).toContain(`"missing":1`)

    const file = join(outside, 'from-alice.json')
    await run('migrate', 'bind', ...said, '--key', 'alice', '--terms', terms, '--out', file)
    const imported = await run('migrate', 'bind', 'import', file, '-c', campaign)
    expect(imported.json).toMatchObject({ accepted: 1, bindings: [{ valid: true, missing: 0 }] })
    expect((await run('migrate', 'bind', 'verify', '-c', campaign)).exitCode).toBe(0)
    expect(existsSync(join(campaign, 'out/bindings-unsigned.ndjson'))).toBe(false)
  })

  it.each<[what: string, exitCode: number, code: string, args: () => string[]]>([
    [
      'somebody who holds nothing',
      3,
      'BINDING_NOT_OF_HOLDER',
      () => ['--source', stranger.address, '--to', to],
    ],
    ['no address', 2, 'BYTOM_ADDRESS_INVALID', () => ['--source', 'alice', '--to', to]],
    [
      'a mistyped account',
      2,
      'ADDRESS_CHECKSUM',
      () => ['--source', alice.address, '--to', to.replace('5aA', '5aa')],
    ],
    [
      'the zero address',
      2,
      'ADDRESS_ZERO',
      () => ['--source', alice.address, '--to', `0x${'0'.repeat(40)}`],
    ],
    [
      'the key of another',
      3,
      'BINDING_KEY_NOT_OF_SOURCE',
      () => ['--source', alice.address, '--to', to, '--key', 'bob'],
    ],
    [
      'a script that is missing',
      2,
      'BINDING_SCRIPT_MISSING',
      () => ['--source', both.address, '--to', to, '--key', 'bob'],
    ],
    [
      'a sequence of 0',
      2,
      'BINDING_SEQUENCE_INVALID',
      () => ['--source', alice.address, '--to', to, '--sequence', '0'],
    ],
    [
      'a signature without its xpub',
      2,
      'BYTOM_XPUB_MISSING',
      () => ['--source', alice.address, '--to', to, '--signature', '00'.repeat(64)],
    ],
    [
      'terms that are not there',
      4,
      'BINDING_TERMS_MISSING',
      () => ['--source', alice.address, '--to', to, '--terms', 'nowhere'],
    ],
    [
      'a binding by terms that no file is named for',
      2,
      'BINDING_OUT_MISSING',
      () => {
        const terms = join(outside, 'terms.json')
        return ['--source', alice.address, '--to', to, '--key', 'alice', '--terms', terms]
      },
    ],
    [
      'another file as terms',
      2,
      'BINDING_TERMS_INVALID',
      () => ['--source', alice.address, '--to', to, '--terms', join(campaign, 'migration.yaml')],
    ],
  ])('refuses %s', async (_, exitCode, code, args) => {
    const before = readFileSync(join(campaign, 'out/bindings.ndjson'))
    const result = await bind(...args())
    expect(result.json).toMatchObject({ error: { code, exitCode } })
    expect(result.exitCode).toBe(exitCode)
    expect(readFileSync(join(campaign, 'out/bindings.ndjson')).equals(before)).toBe(true)
  })

  it('names the lines that do not hold', async () => {
    const file = join(campaign, 'out/bindings.ndjson')
    const text = readFileSync(file, 'utf8')
    const changed = text.replace(`"to":"${other}"`, `"to":"${to}"`)
    expect(changed).not.toBe(text)
    const line = changed.split('\n').findIndex((each, i) => each !== text.split('\n')[i]) + 1
    writeFileSync(file, changed)
    const found = await run('migrate', 'bind', 'verify', '-c', campaign)
    expect(found.exitCode).toBe(7)
    expect(found.json).toMatchObject({
      valid: false,
      bad: [{ line, source: alice.address, code: 'BINDING_SIGNATURE_INVALID' }],
    })
    const person = await capstan(['migrate', 'bind', 'verify', '-c', campaign], { home })
    expect(person.exitCode).toBe(7)
    expect(person.stdout).toContain(`line ${line}`)
    writeFileSync(file, text)
  })
})
