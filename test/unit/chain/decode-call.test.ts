import { describe, expect, it } from 'vitest'
import { migrationDistributor } from '../../../src/artifacts/migration-distributor.ts'
import { decodeCall } from '../../../src/chain/decode/decode-call.ts'
import { encodeDeployment } from '../../../src/migration/distributor/distributor.ts'

const TO = '0x70997970C51812dc3A010C7d01b50e0d17dc79C8'
const word = (hex: string) => hex.padStart(64, '0')

describe('a call', () => {
  // From the Solidity ABI specification's own example of a selector: transfer(address,uint256).
  it('of a token is named with its arguments', async () => {
    const data = `0xa9059cbb${word(TO.slice(2).toLowerCase())}${word('64')}`
    expect(await decodeCall({ to: TO, data })).toEqual({
      signature: 'transfer(address,uint256)',
      argNames: ['to', 'amount'],
      args: [TO, '100'],
    })
  })

  it('of an unknown function has no name', async () => {
    expect(await decodeCall({ to: TO, data: `0x12345678${word('1')}` })).toBeNull()
    expect(await decodeCall({ to: TO, data: '0x' })).toBeNull()
  })

  it('with bytes that its function does not read has no name', async () => {
    const data = `0xa9059cbb${word(TO.slice(2).toLowerCase())}${word('64')}`
    expect(await decodeCall({ to: TO, data: `${data}00` })).toBeNull()
    expect(await decodeCall({ to: TO, data: data.slice(0, -2) })).toBeNull()
    const dirty = data.replace(
      'a9059cbb000000000000000000000000',
      'a9059cbb0000000000000000000000ff',
    )
    expect(await decodeCall({ to: TO, data: dirty })).toBeNull()
  })

  it('that deploys one of our contracts shows what it is made with', async () => {
    const data = encodeDeployment({
      root: `0x${'1'.repeat(64)}`,
      leafCount: 3,
      totalBaseUnits: 12n,
      asset: 'native',
      deadlineSeconds: 2_000_000_000,
      remainderTo: TO,
      owner: TO,
    })
    const decoded = await decodeCall({ to: null, data })
    expect(decoded?.signature).toMatch(/^new MigrationDistributor\(bytes32,/)
    expect(decoded?.argNames).toEqual([
      ...['root', 'leafCount', 'total', 'token', 'deadline', 'remainderTo', 'owner'],
    ])
    expect(decoded?.args.slice(1, 3)).toEqual(['3', '12'])
  })

  it('that deploys something else, or ours with more behind it, has no name', async () => {
    expect(await decodeCall({ to: null, data: '0x6000' })).toBeNull()
    expect(await decodeCall({ to: null, data: migrationDistributor.bytecode })).toBeNull()
  })
})
