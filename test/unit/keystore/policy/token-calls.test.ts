import { Interface } from 'ethers'
import { describe, expect, it } from 'vitest'
import { UNLIMITED } from '../../../../src/keystore/policy/signing-request.ts'
import { readTokenCall } from '../../../../src/keystore/policy/token-calls.ts'
import { ALICE, BOB } from '../../../support/policies.ts'

const token = new Interface([
  'function transfer(address,uint256)',
  'function transferFrom(address,address,uint256)',
  'function approve(address,uint256)',
  'function increaseAllowance(address,uint256)',
  'function increaseApproval(address,uint256)',
  'function permit(address,address,uint256,uint256,uint8,bytes32,bytes32)',
  'function setApprovalForAll(address,bool)',
  'function burn(uint256)',
])
const ZERO32 = `0x${'00'.repeat(32)}`

describe('a call of a token', () => {
  it.each([
    ['transfer', [BOB, 7n]],
    ['transferFrom', [ALICE, BOB, 7n]],
    ['approve', [BOB, 7n]],
    ['increaseAllowance', [BOB, 7n]],
    ['increaseApproval', [BOB, 7n]],
    ['permit', [ALICE, BOB, 7n, 1n, 27, ZERO32, ZERO32]],
  ])('%s names who gets how much', (name, args) => {
    const data = token.encodeFunctionData(name, args)
    expect(readTokenCall(data)).toEqual({ beneficiary: BOB, amountBaseUnits: 7n })
    expect(readTokenCall(`0x${data.slice(2).toUpperCase()}`)).toEqual(readTokenCall(data))
  })

  it('that hands all of a collection over is without limit, and taking it back gives nothing', () => {
    const over = (yes: boolean) => token.encodeFunctionData('setApprovalForAll', [BOB, yes])
    expect(readTokenCall(over(true))).toEqual({ beneficiary: BOB, amountBaseUnits: UNLIMITED })
    expect(readTokenCall(over(false))).toEqual({ beneficiary: BOB, amountBaseUnits: 0n })
  })

  it('is read as the EVM reads it: short data is zeros, and older tokens look at 20 bytes only', () => {
    const data = token.encodeFunctionData('transfer', [BOB, 256n])
    // The last byte left out shifts nothing: it is zero.
    expect(readTokenCall(data.slice(0, -2))).toEqual({ beneficiary: BOB, amountBaseUnits: 256n })
    expect(readTokenCall(`${data}ffff`)).toEqual({ beneficiary: BOB, amountBaseUnits: 256n })
    const dirty = data.replace('0xa9059cbb000000', '0xa9059cbbffffff')
    expect(readTokenCall(dirty)).toEqual({ beneficiary: BOB, amountBaseUnits: 256n })
    expect(readTokenCall('0xa9059cbb')).toMatchObject({ amountBaseUnits: 0n })
  })

  it('that is none of these is not read', () => {
    expect(readTokenCall(token.encodeFunctionData('burn', [7n]))).toBeUndefined()
    expect(readTokenCall('0x')).toBeUndefined()
    expect(readTokenCall('0xa9059c')).toBeUndefined()
  })
})
