import { readFileSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import {
  readUserNetworks,
  type UserNetwork,
  updateUserNetworks,
} from '../../../src/chain/networks/network-file.ts'
import { temporaryFolder } from '../../support/home.ts'

const NETWORK: UserNetwork = {
  name: 'rehearsal',
  chainId: 20260,
  rpcUrls: ['http://127.0.0.1:8545'],
  symbol: 'RHS',
  decimals: 18,
  confirmations: 3,
  finality: 'latest',
  eip1559: true,
  explorerUrl: 'https://explorer.example',
}

it('what is written is read back, sorted by name, for its owner alone', async () => {
  const home = temporaryFolder()
  await updateUserNetworks(home, () => [NETWORK, { ...NETWORK, name: 'alpha' }])
  expect((await readUserNetworks(home)).map(({ name }) => name)).toEqual(['alpha', 'rehearsal'])
  expect((await readUserNetworks(home))[1]).toEqual(NETWORK)
  expect(statSync(join(home, 'networks.json')).mode & 0o777).toBe(0o600)
})

it('many writers at once lose nothing', async () => {
  const home = temporaryFolder()
  const names = Array.from({ length: 8 }, (_, index) => `network-${index}`)
  await Promise.all(
    names.map((name) => updateUserNetworks(home, (all) => [...all, { ...NETWORK, name }])),
  )
  expect((await readUserNetworks(home)).map(({ name }) => name)).toEqual(names)
})

it('a change that is refused leaves the file as it was', async () => {
  const home = temporaryFolder()
  await updateUserNetworks(home, () => [NETWORK])
  const before = readFileSync(join(home, 'networks.json'), 'utf8')
  const refusal = updateUserNetworks(home, () => {
    throw new Error('no')
  })
  await expect(refusal).rejects.toThrow('no')
  expect(readFileSync(join(home, 'networks.json'), 'utf8')).toBe(before)
})

it.each([
  ['no JSON', '{'],
  ['another format', '{"format":"capstan/networks@2","networks":[]}'],
  ['no list', '{"format":"capstan/networks@1","networks":{}}'],
  ['an unknown key', one({ ...NETWORK, gas: 1 })],
  ['a symbol that breaks the line', one({ ...NETWORK, symbol: 'A\nB' })],
  ['a chain id of zero', one({ ...NETWORK, chainId: 0 })],
  ['an endpoint that is no URL', one({ ...NETWORK, rpcUrls: ['here'] })],
  ['a finality that does not exist', one({ ...NETWORK, finality: 'soon' })],
])('a file with %s is never written over', async (_, text) => {
  const home = temporaryFolder()
  writeFileSync(join(home, 'networks.json'), text)
  const refusal = { code: 'NETWORKS_FILE_INVALID', kind: 'state' }
  await expect(readUserNetworks(home)).rejects.toMatchObject(refusal)
  await expect(updateUserNetworks(home, () => [])).rejects.toMatchObject(refusal)
  expect(readFileSync(join(home, 'networks.json'), 'utf8')).toBe(text)
})

function one(network: object): string {
  return JSON.stringify({ format: 'capstan/networks@1', networks: [network] })
}
