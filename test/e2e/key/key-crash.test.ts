import { type ChildProcess, spawn } from 'node:child_process'
import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { describe, expect, it, onTestFinished } from 'vitest'
import { finished, startCapstan } from '../../support/capstan.ts'
import { compileProgram } from '../../support/compile-program.ts'
import { addKey, VAULT_ENVIRONMENT, vaultHome } from '../../support/vaults.ts'

interface ListedKey {
  readonly name: string
  readonly address: string
  readonly backend: string
  readonly state: string
}

// Killed with SIGKILL beside each of the two writes that make a key, and that remove one.
describe.each([
  ['create', 'before', 'unfinished-creation', 'creation-undone', false],
  ['create', 'after', 'unfinished-creation', 'creation-finished', true],
  ['remove', 'before', 'unfinished-removal', 'removal-finished', false],
  ['remove', 'after', 'unfinished-removal', 'removal-finished', false],
] as const)(
  'a process that dies in key %s, %s the secret’s own write',
  (action, moment, problem, outcome, remains) => {
    it('is left alone while it lives; then doctor names the key, and --repair mends it', async () => {
      const { home, key } = vaultHome()
      await addKey(home, 'whole')
      if (action === 'remove') await addKey(home, 'ops')
      const { child, stopped } = await startStopper(home, 'ops', action, moment)
      await stopped

      for (const args of [['doctor'], ['doctor', '--repair']]) {
        const live = await key(args)
        expect([live.exitCode, live.json]).toMatchObject([0, { repaired: [], keys: [] }])
      }
      for (const args of [
        ['sign', 'ops', '--message', 'x'],
        ['create', 'ops'],
      ]) {
        const refused = await key(args)
        expect([refused.exitCode, refused.json]).toMatchObject([
          8,
          { error: { code: 'KEY_UNFINISHED' } },
        ])
      }

      const ended = finished(child)
      child.kill('SIGKILL')
      expect((await ended).signal).toBe('SIGKILL')
      const doctor = await key(['doctor'])
      expect([doctor.exitCode, doctor.json]).toMatchObject([
        8,
        {
          available: true,
          repaired: [],
          keys: [{ name: 'ops', backend: 'vault', problem }],
          suggestions: ['capstan key doctor --repair'],
        },
      ])

      const repair = await key(['doctor', '--repair'])
      expect([repair.exitCode, repair.json]).toMatchObject([
        0,
        { repaired: [{ name: 'ops', backend: 'vault', outcome }], keys: [] },
      ])
      const again = await key(['doctor', '--repair'])
      expect([again.exitCode, again.json]).toMatchObject([0, { repaired: [], keys: [] }])
      expect((await key(['sign', 'ops', '--message', 'x'])).exitCode).toBe(remains ? 0 : 4)
      expect((await key(['sign', 'whole', '--message', 'x'])).exitCode).toBe(0)
      expect(readdirSync(join(home, 'vault'))).toHaveLength(remains ? 2 : 1)
      expect(readdirSync(join(home, 'locks'))).toEqual([])
      if (!remains) expect((await key(['create', 'ops'])).exitCode).toBe(0)
    })
  },
)

describe('a key that was left half made', () => {
  it('can be removed instead, also while nothing else is wrong', async () => {
    const { home, key } = vaultHome()
    const { child, stopped } = await startStopper(home, 'ops', 'create', 'after')
    await stopped
    const ended = finished(child)
    child.kill('SIGKILL')
    await ended
    expect((await key(['remove', 'ops', '--yes'])).exitCode).toBe(0)
    expect((await key(['doctor'])).exitCode).toBe(0)
    expect(readdirSync(join(home, 'vault'))).toEqual([])
  })
})

describe('a kill at any moment of key create', () => {
  it('loses nothing that was there, and one repair makes all whole', async () => {
    const { home, key } = vaultHome()
    const address = await addKey(home, 'whole')
    for (let delayMs = 60; delayMs <= 900; delayMs += 120) {
      const child = startCapstan(['key', 'create', `cut-${delayMs}`], {
        home,
        env: VAULT_ENVIRONMENT,
      })
      child.stdin?.end()
      const ended = finished(child)
      await Promise.race([ended, sleep(delayMs)])
      child.kill('SIGKILL')
      await ended
    }
    const { keys } = (await key(['doctor'])).json as { keys: { problem: string }[] }
    expect(keys.every(({ problem }) => problem === 'unfinished-creation')).toBe(true)
    const repair = await key(['doctor', '--repair'])
    expect([repair.exitCode, repair.json]).toMatchObject([0, { keys: [] }])
    expect((repair.json as { repaired: object[] }).repaired).toHaveLength(keys.length)
    const whole = ((await key(['list'])).json as { keys: ListedKey[] }).keys.filter(
      ({ backend }) => backend === 'vault',
    )
    expect(whole.every(({ state }) => state === 'ready')).toBe(true)
    for (const { name } of whole) {
      expect((await key(['sign', name, '--message', 'x'])).exitCode).toBe(0)
    }
    expect(whole).toContainEqual(expect.objectContaining({ name: 'whole', address }))
    expect(readdirSync(join(home, 'vault'))).toHaveLength(whole.length)
  })
})

/** A process that stops beside one write to the vault; `stopped` is when it has. */
async function startStopper(
  home: string,
  name: string,
  action: string,
  moment: string,
): Promise<{ child: ChildProcess; stopped: Promise<void> }> {
  const program = await compileProgram('test/e2e/key/key-stopper.ts')
  const child = spawn(process.execPath, [program, home, name, action, moment], {
    env: { ...process.env, ...VAULT_ENVIRONMENT },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  onTestFinished(() => void child.kill('SIGKILL'))
  const stopped = new Promise<void>((resolve, reject) => {
    child.stdout.once('data', () => resolve())
    child.once('close', () => reject(new Error('it ended before it was killed')))
  })
  return { child, stopped }
}
