import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { keccak256 } from 'ethers'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { DEVNET_KEYS } from '../../../src/keystore/devnet-keys.ts'
import { type CapstanResult, capstan } from '../../support/capstan.ts'
import { spawnChain, type TestChain } from '../../support/chain.ts'
import { FUNDED_KEYS } from '../../support/wallet-signer.ts'

const [OWNER, GUARDIAN, FIRST, SECOND] = DEVNET_KEYS.map(({ address }) => address)
const NATIVE = '0x0000000000000000000000000000000000000000'

let chain: TestChain
let home: string
beforeAll(async () => {
  chain = await spawnChain()
  home = mkdtempSync(join(tmpdir(), 'capstan-contract-'))
  writeFileSync(join(home, 'key'), FUNDED_KEYS[0] as string, { mode: 0o600 })
})
afterAll(async () => {
  await chain.stop()
  rmSync(home, { recursive: true, force: true, maxRetries: 3 })
})

/** A release contract of native coin; ascending relayers. */
const TERMS: Readonly<Record<string, string>> = {
  sourceChainId: '1',
  lockContract: '0xe7f1725E7734CE288F8367e1Bb143E90bb3F0512',
  sourceToken: '0xf85fEea2FdD81d51177F6b8F35F0e6734Ce45F5F',
  token: NATIVE,
  factor: '1',
  maximum: '1000',
  dayLimit: '5000',
  closesAt: '4102444800',
  remainderTo: OWNER as string,
  owner: OWNER as string,
  guardian: GUARDIAN as string,
  relayers: [FIRST, SECOND].sort((a, b) => (BigInt(a ?? 0) < BigInt(b ?? 0) ? -1 : 1)).join(','),
  quorum: '2',
  changeDelay: '86400',
}

function terms(changed: Readonly<Record<string, string | undefined>> = {}): string[] {
  return Object.entries({ ...TERMS, ...changed })
    .filter(([, value]) => value !== undefined)
    .flatMap(([name, value]) => ['--arg', `${name}=${value}`])
}

async function contract(...args: string[]): Promise<CapstanResult> {
  const env = { CAPSTAN_PRIVATE_KEY_FILE: join(home, 'key'), CAPSTAN_KEY: 'env' }
  return capstan(['contract', ...args, '--rpc-url', chain.rpcUrl], { home, env })
}

function failureOf({ exitCode, json }: CapstanResult) {
  const { code } = (json as { error: { code: string } }).error
  return { exitCode, code }
}

describe('a contract that is deployed', () => {
  let deployed: Record<string, unknown>
  beforeAll(async () => {
    const { exitCode, json } = await contract(
      'deploy',
      'swap-release',
      ...terms(),
      '--yes',
      '--json',
    )
    expect(exitCode).toBe(0)
    deployed = json as Record<string, unknown>
  })

  it('is on the chain, with the code hash that was told', async () => {
    const code = await chain.request<string>('eth_getCode', [deployed.address, 'latest'])
    expect(deployed).toMatchObject({ name: 'swap-release', args: TERMS, alreadyDone: false })
    expect(deployed.codeHash).toBe(keccak256(code))
  })

  it('is deployed once, however often it is said', async () => {
    const { exitCode, json } = await contract(
      'deploy',
      'swap-release',
      ...terms(),
      '--yes',
      '--json',
    )
    expect(exitCode).toBe(0)
    expect(json).toEqual({ ...deployed, alreadyDone: true })
  })

  it('is listed and shown by name and by address', async () => {
    const { json } = await contract('list', '--json')
    const { contracts } = json as { contracts: { address: string }[] }
    expect(contracts.map(({ address }) => address)).toEqual([deployed.address])
    for (const reference of ['swap-release', String(deployed.address).toLowerCase()]) {
      const shown = await contract('show', reference, '--json')
      expect(shown.exitCode).toBe(0)
      expect(shown.json).toMatchObject({
        address: deployed.address,
        args: TERMS,
        isUnchanged: true,
      })
    }
    expect((await contract('show', 'swap-release')).stdout).toContain(deployed.address as string)
  })

  it('is told apart when its code has become another', async () => {
    const code = await chain.request<string>('eth_getCode', [deployed.address, 'latest'])
    await chain.request('anvil_setCode', [deployed.address, '0x6001'])
    const { exitCode, json } = await contract('show', 'swap-release', '--json')
    await chain.request('anvil_setCode', [deployed.address, code])
    expect(exitCode).toBe(7)
    expect(json).toMatchObject({ isUnchanged: false, currentCodeHash: keccak256('0x6001') })
  })
})

describe('nothing is sent', () => {
  it('on a dry run, nor for a plan file', async () => {
    const args = terms({ factor: '2' })
    const before = await chain.request('eth_blockNumber')
    const dry = await contract('deploy', 'swap-release', ...args, '--dry-run', '--json')
    const file = join(home, 'plan.json')
    const planned = await contract('deploy', 'swap-release', ...args, '--plan-out', file, '--json')
    expect([dry.exitCode, planned.exitCode]).toEqual([0, 0])
    expect(dry.json).toMatchObject({ planned: true, name: 'swap-release' })
    expect(readFileSync(file, 'utf8')).toContain('new SwapRelease(')
    const { stdout } = await contract('deploy', 'swap-release', ...args, '--dry-run')
    for (const [name, value] of Object.entries({ ...TERMS, factor: '2' })) {
      expect(stdout).toContain(
        `${name} = ${value.split(',')[0]?.slice(0, 20) ?? ''}`.replace(
          'relayers = ',
          'relayers = [',
        ),
      )
    }
    expect(await chain.request('eth_blockNumber')).toBe(before)
  })

  it.each([
    ['a name that is none', 'swap-relase', {}, 4, 'CONTRACT_UNKNOWN'],
    ['what its own command deploys', 'multisig', {}, 2, 'CONTRACT_HAS_ITS_COMMAND'],
    ['a missing argument', 'swap-release', { owner: undefined }, 2, 'CONTRACT_ARG_MISSING'],
    ['an unknown argument', 'swap-release', { onwer: NATIVE }, 2, 'CONTRACT_ARG_UNKNOWN'],
    ['a number that is none', 'swap-release', { quorum: '1e3' }, 2, 'CONTRACT_ARG_INVALID'],
    ['an address that is none', 'swap-release', { owner: '0x12' }, 2, 'ADDRESS_INVALID'],
    ['terms the contract refuses', 'swap-release', { quorum: '3' }, 3, 'TX_SIMULATION_REVERTED'],
  ])('for %s', async (_, name, changed, exitCode, code) => {
    const result = await contract('deploy', name, ...terms(changed), '--yes', '--json')
    expect(failureOf(result)).toEqual({ exitCode, code })
  })

  it('and nothing is shown that this home has not deployed', async () => {
    expect(failureOf(await contract('show', NATIVE, '--json'))).toEqual({
      exitCode: 4,
      code: 'CONTRACT_NOT_DEPLOYED',
    })
  })
})
