import { expect, it, onTestFinished } from 'vitest'
import { capstan } from '../../support/capstan.ts'
import { startChain } from '../../support/chain.ts'
import { nodesOf, stopDevnets } from '../../support/devnets.ts'
import { temporaryFolder } from '../../support/home.ts'

/** Nothing listens on port 1 of a loopback. */
const NOBODY = 'http://127.0.0.1:1'

function networks() {
  const home = temporaryFolder()
  onTestFinished(() => stopDevnets(home))
  return async (...args: string[]) => {
    const { exitCode, json } = await capstan(['network', ...args, '--json'], { home })
    return { exitCode, json, home }
  }
}

it('the networks that ship are listed, and no endpoint is made up', async () => {
  const network = networks()
  expect((await network('list')).json).toMatchObject({
    networks: [
      { name: 'devnet', chainId: 31337, isDefault: true, source: 'devnet' },
      { name: 'bsc', chainId: 56, symbol: 'BNB' },
      { name: 'bsc-testnet', chainId: 97 },
      { name: 'bytom2', chainId: null, rpcUrls: [] },
      { name: 'cybermiles', chainId: 18, rpcUrls: [], eip1559: false },
      { name: 'ethereum', chainId: 1, rpcUrls: [] },
    ],
  })
  const { exitCode, json } = await network('ping', 'ethereum')
  expect(exitCode).toBe(2)
  expect(json).toMatchObject({
    error: {
      code: 'NETWORK_NO_ENDPOINT',
      suggestions: ['capstan network add ethereum --rpc-url URL', '--rpc-url URL'],
    },
  })
})

it('an added network takes its chain id from the endpoint, is used, and is removed', async () => {
  const network = networks()
  const { rpcUrl } = await startChain({ chainId: 20260 })
  const added = await network('add', 'rehearsal', '--rpc-url', rpcUrl, '--symbol', 'RHS')
  expect(added.json).toMatchObject({ name: 'rehearsal', chainId: 20260, symbol: 'RHS' })
  const again = await network('add', 'rehearsal', '--rpc-url', rpcUrl)
  expect(again.json).toMatchObject({ error: { code: 'NETWORK_EXISTS', exitCode: 3 } })

  await network('use', 'rehearsal')
  expect((await network('show')).json).toMatchObject({ name: 'rehearsal', rpcUrls: [rpcUrl] })
  expect((await network('ping')).json).toMatchObject({
    network: 'rehearsal',
    endpoints: [{ ok: true, chainId: 20260, blockNumber: 0, syncing: false, error: null }],
  })
  expect((await network('export', 'rehearsal', '--metamask')).json).toEqual({
    chainId: '0x4f24',
    chainName: 'rehearsal',
    nativeCurrency: { name: 'RHS', symbol: 'RHS', decimals: 18 },
    rpcUrls: [rpcUrl],
    warnings: [],
  })
  await network('remove', 'rehearsal')
  expect((await network('show', 'rehearsal')).exitCode).toBe(4)
})

it('an endpoint of another chain is refused with exit 7, one that is silent noted', async () => {
  const network = networks()
  const { rpcUrl } = await startChain({ chainId: 20260 })
  expect((await network('add', 'ethereum', '--rpc-url', rpcUrl)).exitCode).toBe(7)
  expect((await network('add', 'bsc', '--rpc-url', rpcUrl, '--chain-id', '20260')).exitCode).toBe(7)
  expect((await network('add', 'mine', '--rpc-url', NOBODY)).exitCode).toBe(5)
  const silent = await network('add', 'mine', '--rpc-url', NOBODY, '--chain-id', '20260')
  expect(silent.exitCode).toBe(0)
  expect(silent.json).toMatchObject({ warnings: [expect.stringContaining(NOBODY)] })
})

it('ping ends with 7 for another chain, with 5 when all are silent, with 0 when one answers', async () => {
  const network = networks()
  const { rpcUrl } = await startChain({ chainId: 20260 })
  expect((await network('ping', 'ethereum', '--rpc-url', rpcUrl)).exitCode).toBe(7)
  expect((await network('ping', 'ethereum', '--rpc-url', NOBODY)).exitCode).toBe(5)
  await network('add', 'mine', '--rpc-url', rpcUrl, '--rpc-url', NOBODY)
  const { exitCode, json } = await network('ping', 'mine')
  expect(exitCode).toBe(0)
  expect(json).toMatchObject({ endpoints: [{ ok: true }, { ok: false, error: 'ECONNREFUSED' }] })
})

it('a chain id that nobody knows must be given', async () => {
  const network = networks()
  const { rpcUrl } = await startChain({ chainId: 20260 })
  const asked = await network('ping', 'bytom2', '--rpc-url', rpcUrl)
  expect(asked.json).toMatchObject({ error: { code: 'NETWORK_CHAIN_ID_MISSING', exitCode: 2 } })
  await network('add', 'bytom2', '--rpc-url', rpcUrl, '--chain-id', '20260')
  expect((await network('show', 'bytom2')).json).toMatchObject({ chainId: 20260, symbol: 'BTM' })
  await network('remove', 'bytom2')
  expect((await network('show', 'bytom2')).json).toMatchObject({ chainId: null })
})

it('names that mean something else already are refused, mistyped ones met with the nearest', async () => {
  const network = networks()
  const add = (name: string) => network('add', name, '--rpc-url', NOBODY, '--chain-id', '5')
  for (const name of ['devnet', 'devnet-x', 'Up']) {
    const added = await add(name)
    expect(added.json).toMatchObject({ error: { code: 'NETWORK_NAME_INVALID', exitCode: 2 } })
  }
  const removed = await network('remove', 'bsc')
  expect(removed.json).toMatchObject({ error: { code: 'NETWORK_BUILT_IN', exitCode: 3 } })
  const { exitCode, json } = await network('use', 'etherium')
  expect(exitCode).toBe(4)
  expect(json).toMatchObject({ error: { details: { nearest: 'ethereum' } } })
})

it.each([
  ['--symbol', '', 'NETWORK_SYMBOL_INVALID'],
  ['--symbol', 'A\nB', 'NETWORK_SYMBOL_INVALID'],
  ['--symbol', 'TWO WORDS', 'NETWORK_SYMBOL_INVALID'],
  ['--chain-id', '0', 'NETWORK_CHAIN_ID_INVALID'],
])('%s %j is refused before anything is written', async (flag, value, code) => {
  const network = networks()
  const given = flag === '--chain-id' ? [] : ['--chain-id', '5']
  const added = await network('add', 'odd', '--rpc-url', NOBODY, ...given, flag, value)
  expect(added.json).toMatchObject({ error: { code, exitCode: 2 } })
  expect((await network('list')).exitCode).toBe(0)
})

it('an access key in an endpoint is shown to nobody', async () => {
  const network = networks()
  const secret = 'a1b2c3d4e5f6a7b8c9d0e1f2a3b4c5d6'
  const url = `${NOBODY}/v3/${secret}`
  const answers = [
    await network('add', 'mine', '--rpc-url', url, '--chain-id', '20260'),
    await network('list'),
    await network('show', 'mine'),
    await network('ping', 'mine'),
  ]
  expect(JSON.stringify(answers)).not.toContain(secret)
})

it('a command on network devnet starts the devnet by itself', async () => {
  const network = networks()
  const { exitCode, json, home } = await network('ping')
  expect(exitCode).toBe(0)
  expect(json).toMatchObject({ network: 'devnet', endpoints: [{ ok: true, chainId: 31337 }] })
  expect(await nodesOf(home)).toHaveLength(1)
})
