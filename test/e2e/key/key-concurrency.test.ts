import { spawn } from 'node:child_process'
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it, onTestFinished } from 'vitest'
import { randomPrivateKey } from '../../../src/keystore/evm/private-key.ts'
import { FIRST_PATHS } from '../../../src/keystore/hd/hd-path.ts'
import { Keyring } from '../../../src/keystore/keyring.ts'
import { finished } from '../../support/capstan.ts'
import { compileProgram } from '../../support/compile-program.ts'
import { FolderStore } from '../../support/folder-store.ts'
import { temporaryFolder } from '../../support/home.ts'

const ROUNDS = 40

describe('two processes that make, rename and remove keys at once', () => {
  it('lose no secret, leak none and never break keys.json, with doctor --repair running', async () => {
    const { home, keyring } = await commonHome()
    const program = await compileProgram('test/e2e/key/key-worker.ts')
    const workers = ['left', 'right'].map((prefix) => finished(startWorker(program, home, prefix)))
    let isOver = false
    const ended = Promise.all(workers).finally(() => {
      isOver = true
    })
    const meanwhile: unknown[] = []
    while (!isOver) meanwhile.push(...(await keyring.repair()), ...(await keyring.incomplete()))

    for (const { exitCode, stderr } of await ended) expect([exitCode, stderr]).toEqual([0, ''])
    expect(meanwhile).toEqual([])
    const rounds = Array.from({ length: ROUNDS }, (_, i) => i)
    const expected = ['left', 'right'].flatMap((prefix) =>
      rounds.flatMap((i) => [
        `${prefix}${i}-single`,
        ...(i % 2 === 0 ? [`${prefix}${i}-second`] : []),
        ...(i % 3 === 0 ? [`${prefix}${i}-common`] : []),
      ]),
    )
    await expectWhole(home, keyring)
    expect((await storedNames(keyring)).sort()).toEqual([...expected, 'common'].sort())
  }, 240_000)

  it('leave what one repair makes whole, when they are killed', async () => {
    const { home, keyring } = await commonHome()
    const program = await compileProgram('test/e2e/key/key-worker.ts')
    for (let i = 0; i < 6; i++) {
      const workers = ['left', 'right'].map((side) => startWorker(program, home, `${side}${i}x`))
      const ends = workers.map((child) => finished(child))
      // Each strikes wherever the other's progress happens to find it.
      await Promise.race(workers.map((worker) => linesOf(worker, 1 + (i % 3))))
      for (const worker of workers) worker.kill('SIGKILL')
      for (const end of ends) expect((await end).signal).toBe('SIGKILL')
      await keyring.repair()
      await expectWhole(home, keyring)
    }
  }, 240_000)
})

/** A home with the mnemonic that the workers share. */
async function commonHome() {
  const home = temporaryFolder()
  const store = new FolderStore(join(home, 'secrets'))
  const keyring = new Keyring({
    home,
    backend: 'vault',
    environment: {},
    prompts: { secret: () => Promise.reject(new Error('nobody is asked')) },
    storeOf: () => store,
  })
  const mnemonic = { kind: 'mnemonic', bytes: randomPrivateKey() } as const
  await keyring.add({ name: 'common', type: 'evm', path: FIRST_PATHS.evm }, mnemonic)
  return { home, keyring }
}

function startWorker(program: string, home: string, prefix: string) {
  const worker = spawn(process.execPath, [program, home, prefix, `${ROUNDS}`])
  onTestFinished(() => void worker.kill('SIGKILL'))
  return worker
}

function linesOf(worker: ReturnType<typeof startWorker>, count: number): Promise<void> {
  return new Promise((resolve, reject) => {
    let lines = 0
    worker.stdout.on('data', (chunk: Buffer) => {
      lines += chunk.toString('utf8').split('\n').length - 1
      if (lines >= count) resolve()
    })
    worker.once('error', reject)
  })
}

/** Every key signs (which checks its secret against its address), and no secret is left over. */
async function expectWhole(home: string, keyring: Keyring): Promise<void> {
  expect(await keyring.incomplete()).toEqual([])
  for (const name of await storedNames(keyring)) (await keyring.signingKey(name, 'used')).fill(0)
  const { keys } = JSON.parse(readFileSync(join(home, 'keys.json'), 'utf8'))
  const entries = new Set(keys.map(({ entry }: { entry: string }) => entry))
  expect(readdirSync(join(home, 'secrets')).sort()).toEqual([...entries].sort())
}

async function storedNames(keyring: Keyring): Promise<string[]> {
  const keys = await keyring.list()
  return keys.filter(({ backend }) => backend === 'vault').map(({ name }) => name)
}
