import { spawn } from 'node:child_process'
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { HDNodeWallet } from 'ethers'
import { describe, expect, it } from 'vitest'
import { finished, projectRoot } from '../../support/capstan.ts'
import { temporaryFolder } from '../../support/home.ts'

const KEYRING = join(projectRoot, 'test', 'support', 'with-keyring.sh')
const CAPSTAN = [process.execPath, join(projectRoot, 'bin', 'run.js')] as const

// Each state of the keychain is produced for real: with its own bus, its own service, or without.
describe.skipIf(process.env.CAPSTAN_TEST_KEYCHAIN !== '1')('the keychain', () => {
  it('is where keys go, and they sign from there', async () => {
    const { keyring, key } = keychainHome()
    const created = await keyring('create', 'ops')
    expect(created.json).toMatchObject({ name: 'ops', backend: 'keychain' })
    const signed = await keyring('sign', 'ops', '--message', 'x')
    const { address } = created.json as { address: string }
    expect(signed.json).toMatchObject({ address })
    // Public facts need no keychain.
    expect((await key([], 'show', 'ops')).json).toMatchObject({ address })
    expect((await keyring('remove', 'ops', '--yes')).exitCode).toBe(0)
    expect((await keyring('doctor')).json).toMatchObject({
      backend: 'keychain',
      available: true,
      missing: [],
      keys: [],
    })
  })

  it('keeps one entry for all accounts of a mnemonic', async () => {
    const { home, keyring } = keychainHome()
    const first = await keyring('create', 'cold', '--mnemonic-out', 'words.txt')
    const second = await keyring('create', 'warm', '--from', 'cold')
    expect(second.json).toMatchObject({ backend: 'keychain', path: "m/44'/60'/0'/0/1" })
    const phrase = readFileSync(join(home, 'words.txt'), 'utf8').trim()
    for (const [index, { json }] of [first, second].entries()) {
      const { address } = HDNodeWallet.fromPhrase(phrase, '', `m/44'/60'/0'/0/${index}`)
      expect(json).toMatchObject({ address })
    }
    expect((await keyring('remove', 'cold', '--yes')).json).toMatchObject({ secretRemoved: false })
    expect((await keyring('sign', 'warm', '--message', 'x')).exitCode).toBe(0)
    expect((await keyring('remove', 'warm', '--yes')).json).toMatchObject({ secretRemoved: true })
    expect((await keyring('doctor')).exitCode).toBe(0)
  })

  it('of another user, or with the entry deleted, says that the secret is gone', async () => {
    const { home, keyring, key } = keychainHome()
    await keyring('create', 'ops')
    const other = { KEYRING_HOME: join(home, 'another-keyring') }
    const signed = await key([KEYRING], 'sign', 'ops', '--message', 'x', other)
    expect(signed).toMatchObject({ exitCode: 8, json: { error: { code: 'KEY_SECRET_MISSING' } } })
    const doctor = await key([KEYRING], 'doctor', other)
    expect(doctor).toMatchObject({
      exitCode: 8,
      json: { available: true, keys: [{ name: 'ops', problem: 'secret-missing' }] },
    })
  })

  it('opened with a wrong password is locked, not empty: nothing is taken for missing', async () => {
    const { keyring, key } = keychainHome()
    await keyring('create', 'ops')
    const wrong = { KEYRING_PASSWORD: 'another' }
    const signed = await key([KEYRING], 'sign', 'ops', '--message', 'x', wrong)
    expect(signed).toMatchObject({
      exitCode: 3,
      json: {
        error: { code: 'KEYCHAIN_UNAVAILABLE', details: { missing: 'unlocked-collection' } },
      },
    })
    const removed = await key([KEYRING], 'remove', 'ops', '--yes', wrong)
    expect(removed.exitCode).toBe(3)
    expect(await key([KEYRING], 'doctor', wrong)).toMatchObject({
      exitCode: 3,
      json: {
        available: false,
        missing: ['unlocked-collection'],
        keys: [{ name: 'ops', problem: 'store-unavailable' }],
      },
    })
    expect((await keyring('sign', 'ops', '--message', 'x')).exitCode).toBe(0)
  })

  it('that answers nothing because it is locked loses no key to --repair', async () => {
    const { home, keyring, key } = keychainHome()
    await keyring('create', 'ops')
    // What a kill after the secret was written leaves.
    const path = join(home, 'capstan', 'keys.json')
    writeFileSync(path, readFileSync(path, 'utf8').replace('"ready"', '"creating"'))
    for (const state of [{ KEYRING_PASSWORD: 'another' }, { KEYRING_UNLOCK: 'no' }]) {
      expect(await key([KEYRING], 'doctor', '--repair', state)).toMatchObject({
        exitCode: 3,
        json: { repaired: [], keys: [{ name: 'ops', problem: 'store-unavailable' }] },
      })
    }
    expect(await keyring('doctor', '--repair')).toMatchObject({
      exitCode: 0,
      json: { repaired: [{ name: 'ops', outcome: 'creation-finished' }], keys: [] },
    })
    expect((await keyring('sign', 'ops', '--message', 'x')).exitCode).toBe(0)
  })

  it('that is locked, or was never made, refuses a new key and leaves none', async () => {
    const { keyring, key } = keychainHome()
    const locked = { KEYRING_UNLOCK: 'no' }
    for (const state of ['never made', 'locked']) {
      const created = await key([KEYRING], 'create', 'ops', locked)
      expect([state, created.exitCode]).toEqual([state, 3])
      expect((await key([], 'show', 'ops')).exitCode).toBe(4)
      const doctor = await key([KEYRING], 'doctor', locked)
      expect(doctor).toMatchObject({
        exitCode: 3,
        json: { available: false, missing: ['unlocked-collection'] },
      })
      await keyring('doctor')
    }
  })

  it('without a session bus says so', async () => {
    const { key } = keychainHome()
    const doctor = await key([], 'doctor', NO_BUS)
    expect(doctor).toMatchObject({
      exitCode: 3,
      json: { backend: 'keychain', available: false, missing: ['session-bus'] },
    })
    const created = await key([], 'create', 'ops', NO_BUS)
    expect(created).toMatchObject({
      exitCode: 3,
      json: { error: { code: 'KEYCHAIN_UNAVAILABLE', details: { missing: 'session-bus' } } },
    })
  })

  it('without a service on the bus says so', async () => {
    const { home, key } = keychainHome()
    const config = join(home, 'bus.conf')
    writeFileSync(
      config,
      `<busconfig><type>session</type><listen>unix:dir=${home}</listen><policy context="default">
      <allow send_destination="*" eavesdrop="true"/><allow eavesdrop="true"/><allow own="*"/>
      </policy></busconfig>`,
    )
    const bus = ['dbus-run-session', `--config-file=${config}`, '--']
    expect(await key(bus, 'doctor')).toMatchObject({
      exitCode: 3,
      json: { available: false, missing: ['secret-service'] },
    })
  })

  it('without libsecret says so', async () => {
    const { home, key } = keychainHome()
    writeFileSync(join(home, 'libsecret-1.so.0'), '')
    const doctor = await key([], 'doctor', { LD_LIBRARY_PATH: home })
    expect(doctor).toMatchObject({
      exitCode: 3,
      json: { available: false, missing: ['library'] },
    })
    expect(doctor.json).toMatchObject({
      suggestions: [expect.stringContaining('apt-get install libsecret-1-0'), expect.anything()],
    })
    // The vault is there all the same, but only when it is asked for.
    expect((await key([], 'create', 'ops', { LD_LIBRARY_PATH: home })).exitCode).toBe(3)
    const vault = { LD_LIBRARY_PATH: home, CAPSTAN_VAULT_PASSWORD: 'horse' }
    const created = await key([], 'create', 'ops', '--keystore', 'vault', vault)
    expect(created.json).toMatchObject({ backend: 'vault' })
  })
})

const NO_BUS = {
  DBUS_SESSION_BUS_ADDRESS: undefined,
  XDG_RUNTIME_DIR: '/nonexistent',
  DISPLAY: undefined,
}

type Variables = Readonly<Record<string, string | undefined>>

/** A capstan home with a keyring of its own that lasts from one run to the next. */
function keychainHome() {
  const home = temporaryFolder()
  const key = (wrapper: readonly string[], ...rest: (string | Variables)[]) => {
    const args = rest.filter((item) => typeof item === 'string')
    const variables = rest.find((item) => typeof item !== 'string') ?? {}
    const command = [...wrapper, ...CAPSTAN, 'key', ...args, '--json']
    return finished(
      run(home, command, {
        CAPSTAN_HOME: join(home, 'capstan'),
        KEYRING_HOME: join(home, 'keyring'),
        ...variables,
      }),
    )
  }
  return { home, key, keyring: (...args: string[]) => key([KEYRING], ...args) }
}

function run(cwd: string, command: readonly string[], variables: Variables) {
  const [program = '', ...args] = command
  const shell = program.endsWith('.sh') ? (['bash', command] as const) : ([program, args] as const)
  return spawn(shell[0], shell[1], {
    cwd,
    env: { ...process.env, ...variables },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
}
