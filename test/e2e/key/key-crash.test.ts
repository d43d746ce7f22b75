import { spawn } from 'node:child_process'
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { build } from 'esbuild'
import { describe, expect, it } from 'vitest'
import { finished, projectRoot, startCapstan } from '../../support/capstan.ts'
import { VAULT_PASSWORD, vaultHome } from './vault.ts'

interface ListedKey {
  readonly name: string
  readonly address: string
  readonly backend: string
  readonly state: string
}

describe('two processes at once', () => {
  it('make, rename and remove 20 keys each, and every secret is found and every file whole', async () => {
    const { home, key } = vaultHome()
    const writer = await compileWriter()
    const processes = ['left', 'right'].map((prefix) =>
      finished(
        spawn(process.execPath, [writer, home, prefix, '20'], {
          env: { ...process.env, CAPSTAN_VAULT_PASSWORD: VAULT_PASSWORD },
        }),
      ),
    )
    for (const { exitCode, stderr } of await Promise.all(processes)) {
      expect([exitCode, stderr]).toEqual([0, ''])
    }
    const listed = (await key(['list'])).json as { keys: ListedKey[] }
    const stored = listed.keys.filter(({ backend }) => backend === 'vault')
    const expected = ['left', 'right'].flatMap((prefix) =>
      Array.from({ length: 20 }, (_, i) => i)
        .filter((i) => i % 4 !== 3)
        .map((i) => `${prefix}-${i}${i % 4 === 1 ? '-renamed' : ''}`),
    )
    expect(stored.map(({ name }) => name)).toEqual(expected.sort())
    expect(readdirSync(join(home, 'vault'))).toHaveLength(30)
    const doctor = await key(['doctor'])
    expect([doctor.exitCode, doctor.json]).toMatchObject([0, { keys: [] }])
    // The right secret under the right name: decrypting checks it against the address.
    for (const name of ['left-0', 'right-1-renamed', 'right-18']) {
      const signed = await key(['sign', name, '--message', 'x'])
      const address = stored.find((one) => one.name === name)?.address
      expect(signed.json).toMatchObject({ address })
    }
  }, 240_000)
})

describe('a process killed between the index and the secret', () => {
  it('leaves a key that doctor names, that does not sign, and whose removal mends all', async () => {
    const { home, key } = vaultHome()
    expect((await key(['create', 'whole'])).exitCode).toBe(0)
    const child = startCapstan(['key', 'create', 'ops'], {
      home,
      env: { CAPSTAN_KEYSTORE: 'vault', CAPSTAN_VAULT_PASSWORD: VAULT_PASSWORD },
    })
    child.stdin?.end()
    const ended = finished(child)
    // The index is written first; encrypting takes a good deal longer than this waits.
    await until(() => stateOf(home, 'ops') === 'creating')
    child.kill('SIGKILL')
    expect((await ended).signal).toBe('SIGKILL')
    expect(stateOf(home, 'ops')).toBe('creating')

    const doctor = await key(['doctor'])
    expect([doctor.exitCode, doctor.json]).toMatchObject([
      8,
      {
        available: true,
        keys: [{ name: 'ops', backend: 'vault', problem: 'unfinished-creation' }],
        suggestions: ['capstan key remove ops'],
      },
    ])
    for (const refused of [
      ['sign', 'ops', '--message', 'x'],
      ['create', 'ops'],
    ]) {
      const result = await key(refused)
      expect([result.exitCode, result.json]).toMatchObject([
        8,
        { error: { code: 'KEY_UNFINISHED' } },
      ])
    }
    expect((await key(['remove', 'ops', '--yes'])).exitCode).toBe(0)
    expect((await key(['doctor'])).exitCode).toBe(0)
    expect((await key(['create', 'ops'])).exitCode).toBe(0)
    expect((await key(['sign', 'whole', '--message', 'x'])).exitCode).toBe(0)
  })

  it('loses nothing that was there, wherever the kill strikes', async () => {
    const { home, key } = vaultHome()
    const { address } = (await key(['create', 'whole'])).json as { address: string }
    for (let delayMs = 60; delayMs <= 900; delayMs += 120) {
      const child = startCapstan(['key', 'create', `cut-${delayMs}`], {
        home,
        env: { CAPSTAN_KEYSTORE: 'vault', CAPSTAN_VAULT_PASSWORD: VAULT_PASSWORD },
      })
      child.stdin?.end()
      const ended = finished(child)
      await Promise.race([ended, sleep(delayMs)])
      child.kill('SIGKILL')
      await ended
    }
    const { keys } = (await key(['doctor'])).json as { keys: { name: string; problem: string }[] }
    expect(keys.every(({ problem }) => problem === 'unfinished-creation')).toBe(true)
    for (const { name } of keys) expect((await key(['remove', name, '--yes'])).exitCode).toBe(0)
    const whole = ((await key(['list'])).json as { keys: ListedKey[] }).keys.filter(
      ({ backend }) => backend === 'vault',
    )
    expect(whole.every(({ state }) => state === 'ready')).toBe(true)
    for (const { name } of whole) {
      expect((await key(['sign', name, '--message', 'x'])).exitCode).toBe(0)
    }
    expect(whole).toContainEqual(expect.objectContaining({ name: 'whole', address }))
    const files = readdirSync(join(home, 'vault')).filter((name) => name.endsWith('.json'))
    expect(files).toHaveLength(whole.length)
  })
})

/** Node 20 cannot run TypeScript as it is. */
async function compileWriter(): Promise<string> {
  const outfile = join(projectRoot, '.cache', 'test', `key-writer-${process.pid}.mjs`)
  await build({
    entryPoints: [join(projectRoot, 'test/e2e/key/key-writer.ts')],
    outfile,
    bundle: true,
    platform: 'node',
    format: 'esm',
    external: ['libsql', 'keytar', 'tiny-secp256k1'],
    logLevel: 'error',
  })
  return outfile
}

function stateOf(home: string, name: string): string | undefined {
  const path = join(home, 'keys.json')
  if (!existsSync(path)) return undefined
  const { keys } = JSON.parse(readFileSync(path, 'utf8')) as { keys: ListedKey[] }
  return keys.find((key) => key.name === name)?.state
}

async function until(condition: () => boolean): Promise<void> {
  while (!condition()) await sleep(2)
}
