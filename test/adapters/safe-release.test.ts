import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { spawnChain, type TestChain } from '../support/chain.ts'
import { deploySafeRelease, type SafeRelease, safeInterface } from '../support/safe.ts'

// From safe-global/safe-deployments, the canonical deployments.
const CANONICAL = {
  '1.3.0': {
    singleton: '0xd9Db270c1B5E3Bd161E8c8503c55cEABeE709552',
    singletonL2: '0x3E5c63644E683549055b9Be8653de26E0B4CD36E',
    factory: '0xa6B71E26C5e0845f74c812102Ca7114b6a896AB2',
    multiSendCallOnly: '0x40A2aCCbd92BCA938b02010E17A5b8929b49130D',
    fallbackHandler: '0xf48f2B2d2a534e402487b3ee7C18c33Aec0Fe5e4',
  },
  '1.4.1': {
    singleton: '0x41675C099F32341bf84BFc5382aF534df5C7461a',
    singletonL2: '0x29fcB43b46531BcA003ddC8FCB67FFE91900C762',
    factory: '0x4e1DCf7AD4e460CfD30791CCC4F9c8a4f820ec67',
    multiSendCallOnly: '0x9641d764fc13c8B624c04430C7356C1C7C8102e2',
    fallbackHandler: '0xfd0732Dc9E303f09fCEf3a7388Ad10A83459Ec99',
  },
} as const

let chain: TestChain
beforeAll(async () => {
  chain = await spawnChain()
})
afterAll(() => chain.stop())

describe.each(['1.3.0', '1.4.1'] as const)('a Safe %s of the tests', (version) => {
  let release: SafeRelease
  beforeAll(async () => {
    release = await deploySafeRelease(chain, version)
  })

  it('is the published one, at the addresses it has on every chain', () => {
    expect(release).toMatchObject(CANONICAL[version])
  })

  it.each([false, true])('has the owners it was made with (L2: %s)', async (isL2) => {
    const accounts = await chain.request<string[]>('eth_accounts')
    const owners = accounts.slice(0, 3)
    const safe = await release.create({ owners, threshold: 2, isL2 })

    const contract = safeInterface(version)
    const call = async (name: string) => {
      const data = contract.encodeFunctionData(name)
      const answer = await chain.request<string>('eth_call', [{ to: safe, data }, 'latest'])
      return contract.decodeFunctionResult(name, answer)[0]
    }
    expect([...(await call('getOwners'))].map(String)).toEqual(
      owners.map((owner) => expect.stringMatching(new RegExp(owner, 'i'))),
    )
    expect(await call('getThreshold')).toBe(2n)
    expect(await call('VERSION')).toBe(version)
  })
})
