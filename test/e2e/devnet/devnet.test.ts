import { expect, it, onTestFinished } from 'vitest'
import { DEVNET_CONTRACTS } from '../../../src/chain/devnet/devnet-contracts.ts'
import { DEVNET_KEYS } from '../../../src/keystore/devnet-keys.ts'
import { capstan, finished, startCapstan } from '../../support/capstan.ts'
import { ask, nodesOf, stopDevnets } from '../../support/devnets.ts'
import { temporaryFolder } from '../../support/home.ts'

/** A home of this test's own, whose devnets end with the test. */
function devnetHome(): string {
  const home = temporaryFolder()
  onTestFinished(() => stopDevnets(home))
  return home
}

const portOf = (rpcUrl: string) => ({ port: Number(new URL(rpcUrl).port) })
const UP = ['devnet', 'up', '--port', '0']

it('a devnet outlives the command that started it, and down leaves nothing', async () => {
  const home = devnetHome()
  const up = await capstan([...UP, '--json'], { home })
  expect(up.exitCode).toBe(0)
  expect(up.json).toEqual({
    name: 'main',
    network: 'devnet',
    chainId: 31337,
    rpcUrl: expect.stringMatching(/^http:\/\/127\.0\.0\.1:\d+$/),
    pid: expect.any(Number),
    accounts: DEVNET_KEYS.map(({ name, address }) => ({ key: name, address })),
    contracts: DEVNET_CONTRACTS,
    warnings: [],
  })
  const { rpcUrl, pid } = up.json as { rpcUrl: string; pid: number }
  expect(await ask(portOf(rpcUrl), 'eth_chainId')).toBe('0x7a69')
  const status = await capstan(['devnet', 'status', '--json'], { home })
  expect(status.json).toMatchObject({ running: true, pid, rpcUrl })

  const down = await capstan(['devnet', 'down', '--json'], { home })
  expect(down.json).toEqual({ name: 'main', stopped: true, warnings: [] })
  expect(await nodesOf(home)).toEqual([])
  const again = await capstan(['devnet', 'down'], { home })
  expect([again.exitCode, again.stdout]).toEqual([0, 'The devnet main was not running.\n'])
})

it('two commands that start the devnet at once get the same one', async () => {
  const home = devnetHome()
  const [a, b] = await Promise.all([1, 2].map(() => capstan([...UP, '--json'], { home })))
  expect([a?.exitCode, b?.exitCode]).toEqual([0, 0])
  expect(a?.json).toEqual(b?.json)
  expect(await nodesOf(home)).toHaveLength(1)
})

it('a command killed at any moment of the start leaves nothing that down does not end', async () => {
  const home = devnetHome()
  for (let afterMs = 0; afterMs <= 700; afterMs += 70) {
    const up = startCapstan(UP, { home })
    const end = finished(up)
    setTimeout(() => up.kill('SIGKILL'), afterMs)
    await end
    const down = await capstan(['devnet', 'down', '--json'], { home })
    expect(down.exitCode).toBe(0)
    expect(await nodesOf(home)).toEqual([])
  }
  const { exitCode, json } = await capstan([...UP, '--json'], { home })
  expect(exitCode).toBe(0)
  const { rpcUrl, contracts } = json as { rpcUrl: string; contracts: Record<string, string> }
  for (const address of Object.values(contracts)) {
    const code = await ask<string>(portOf(rpcUrl), 'eth_getCode', [address, 'latest'])
    expect(code.length).toBeGreaterThan(100)
  }
})

it.each([
  ['SIGINT', 130],
  ['SIGTERM', 0],
] as const)('in the foreground it ends with %s, exit %i', async (signal, exitCode) => {
  const home = devnetHome()
  const up = startCapstan([...UP, '--foreground'], { home })
  const end = finished(up)
  await new Promise((resolve) => up.stdout?.once('data', resolve))
  expect(await nodesOf(home)).toHaveLength(1)
  up.kill(signal)
  expect((await end).exitCode).toBe(exitCode)
  expect(await nodesOf(home)).toEqual([])
})

it('a port that is taken ends with exit 3 in both modes, a strange chain id with exit 2', async () => {
  const home = devnetHome()
  const { json } = await capstan([...UP, '--json'], { home })
  const { port } = portOf((json as { rpcUrl: string }).rpcUrl)
  const second = ['devnet', 'up', '--name', 'other', '--port', String(port)]
  const [text, inJson] = [
    await capstan(second, { home }),
    await capstan([...second, '--json'], { home }),
  ]
  expect([text.exitCode, inJson.exitCode]).toEqual([3, 3])
  expect(inJson.json).toMatchObject({ error: { code: 'DEVNET_PORT_TAKEN' } })
  expect(text.stderr).toContain('--port 0')
  const strange = await capstan(['devnet', 'up', '--name', 'third', '--chain-id', '1'], { home })
  expect(strange.exitCode).toBe(2)
})

it('status, down and reset of all devnets list them; an unknown one is exit 4', async () => {
  const home = devnetHome()
  await capstan(UP, { home })
  await capstan(['devnet', 'up', '--name', 'other'], { home })
  const status = await capstan(['devnet', 'status', '--all', '--json'], { home })
  expect(status.json).toMatchObject({
    devnets: [
      { name: 'main', network: 'devnet', running: true, chainId: 31337 },
      { name: 'other', network: 'devnet-other', running: true, chainId: 31338 },
    ],
  })
  const reset = await capstan(['devnet', 'reset', '--name', 'other', '--json'], { home })
  expect(reset.json).toMatchObject({ name: 'other', reset: true, running: true })
  const down = await capstan(['devnet', 'down', '--all', '--json'], { home })
  expect(down.json).toMatchObject({
    devnets: [
      { name: 'main', stopped: true },
      { name: 'other', stopped: true },
    ],
  })
  await capstan(['devnet', 'reset', '--all'], { home })
  expect((await capstan(['devnet', 'status', '--all', '--json'], { home })).json).toMatchObject({
    devnets: [],
  })
  const unknown = await capstan(['devnet', 'status', '--name', 'other', '--json'], { home })
  expect(unknown.json).toMatchObject({ error: { code: 'DEVNET_UNKNOWN', exitCode: 4 } })
})

it('funds an account, advances the clock and spreads a token', async () => {
  const home = devnetHome()
  await capstan(UP, { home })
  const account = '0x00000000000000000000000000000000c0ffee01'
  const fund = await capstan(['devnet', 'fund', account, '1.5', '--json'], { home })
  expect(fund.json).toMatchObject({ balanceWei: '1500000000000000000' })
  const now = await capstan(['devnet', 'advance', '--json'], { home })
  const then = await capstan(['devnet', 'advance', '--time', '7d', '--json'], { home })
  const [a, b] = [now.json, then.json] as { timestamp: number }[]
  expect((b?.timestamp ?? 0) - (a?.timestamp ?? 0)).toBeGreaterThanOrEqual(7 * 86_400)
  const token = await capstan(['devnet', 'token', '--holders', '100', '--json'], { home })
  expect(token.json).toEqual({
    token: expect.stringMatching(/^0x[0-9a-fA-F]{40}$/),
    holders: 100,
    blockNumber: expect.any(Number),
    totalBaseUnits: '1000000000000000000000000000',
    warnings: [],
  })
})
