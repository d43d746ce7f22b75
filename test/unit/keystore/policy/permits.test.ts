import { TypedDataEncoder } from 'ethers'
import { describe, expect, it } from 'vitest'
import { UNLIMITED } from '../../../../src/keystore/policy/signing-request.ts'
import { structType } from '../../../../src/keystore/policy/struct-type.ts'
import { typedDataRequest } from '../../../../src/keystore/policy/typed-data-request.ts'
import type { TypedDataTypes } from '../../../../src/keystore/signer.ts'
import { ALICE, BOB, OTHER_TOKEN, SELF, TOKEN } from '../../../support/policies.ts'
import { MAIL } from '../mail.ts'

/** `uint256 value` and so on, as Solidity writes a struct. */
function fields(text: string): { name: string; type: string }[] {
  return text.split(', ').map((field) => {
    const [type = '', name = ''] = field.split(' ')
    return { name, type }
  })
}

// https://eips.ethereum.org/EIPS/eip-2612
const PERMIT = {
  Permit: fields('address owner, address spender, uint256 value, uint256 nonce, uint256 deadline'),
}
// https://eips.ethereum.org/EIPS/eip-3009
const TRANSFER = {
  TransferWithAuthorization: fields(
    'address from, address to, uint256 value, uint256 validAfter, uint256 validBefore, bytes32 nonce',
  ),
}
const DAI_PERMIT = {
  Permit: fields('address holder, address spender, uint256 nonce, uint256 expiry, bool allowed'),
}
// https://github.com/Uniswap/permit2
const PERMIT_BATCH = {
  PermitBatch: fields('PermitDetails[] details, address spender, uint256 sigDeadline'),
  PermitDetails: fields('address token, uint160 amount, uint48 expiration, uint48 nonce'),
}
const PERMIT_TRANSFER = {
  PermitTransferFrom: fields(
    'TokenPermissions permitted, address spender, uint256 nonce, uint256 deadline',
  ),
  TokenPermissions: fields('address token, uint256 amount'),
}
const PERMIT2 = '0x000000000022D473030F116dDEE9F6B43aC78BA3'

const read = (types: TypedDataTypes, message: Record<string, unknown>, contract?: string) =>
  typedDataRequest(
    { chainId: 1, ...(contract !== undefined && { verifyingContract: contract }) },
    types,
    message,
    SELF,
  )

describe('the type of a message', () => {
  it.each([PERMIT, PERMIT_BATCH, PERMIT_TRANSFER, MAIL.typedData.types])(
    'is encoded as ethers encodes it',
    (given) => {
      const { EIP712Domain: _, ...types } = given as TypedDataTypes
      const primaryType = TypedDataEncoder.getPrimaryType(types)
      const encoded = TypedDataEncoder.from(types).encodeType(primaryType)
      expect(structType(types)).toEqual({ primaryType, encoded })
    },
  )

  it('is unclear when two types could be the first', () => {
    expect(structType({ ...PERMIT, ...TRANSFER })).toBeUndefined()
    expect(structType({})).toBeUndefined()
  })
})

describe('a permit', () => {
  it('of EIP-2612 counts as the allowance it gives', () => {
    const message = { owner: SELF, spender: BOB.toLowerCase(), value: '0x64', nonce: 0 }
    expect(read(PERMIT, message, TOKEN)).toEqual({
      chainId: 1n,
      counterparties: [
        { address: TOKEN, role: 'token' },
        { address: BOB, role: 'recipient' },
      ],
      moves: [{ asset: TOKEN, amountBaseUnits: 100n }],
    })
  })

  it('of DAI has no limit', () => {
    const message = { holder: SELF, spender: BOB, nonce: 0, expiry: 0, allowed: true }
    expect(read(DAI_PERMIT, message, OTHER_TOKEN).moves).toEqual([
      { asset: OTHER_TOKEN, amountBaseUnits: UNLIMITED },
    ])
    // ethers encodes any value that is truthy as true.
    expect(read(DAI_PERMIT, { ...message, allowed: 'false' }, OTHER_TOKEN).moves).toEqual([
      { asset: OTHER_TOKEN, amountBaseUnits: UNLIMITED },
    ])
    expect(read(DAI_PERMIT, { ...message, allowed: false }, OTHER_TOKEN).moves).toEqual([
      { asset: OTHER_TOKEN, amountBaseUnits: 0n },
    ])
  })

  it('of EIP-3009 is a transfer', () => {
    const proposal = read(TRANSFER, { from: SELF, to: ALICE, value: 5n }, TOKEN)
    expect(proposal.moves).toEqual([{ asset: TOKEN, amountBaseUnits: 5n }])
    expect(proposal.counterparties).toContainEqual({ address: ALICE, role: 'recipient' })
  })

  it('of Permit2 names its tokens, and Permit2 is dealt with', () => {
    const most = ((1n << 160n) - 1n).toString()
    const details = [
      { token: TOKEN, amount: 5, expiration: 0, nonce: 0 },
      { token: OTHER_TOKEN, amount: most, expiration: 0, nonce: 0 },
    ]
    const batch = { details, spender: BOB, sigDeadline: 0 }
    expect(read(PERMIT_BATCH, batch, PERMIT2)).toEqual({
      chainId: 1n,
      counterparties: [
        { address: TOKEN, role: 'token' },
        { address: OTHER_TOKEN, role: 'token' },
        { address: PERMIT2, role: 'recipient' },
        { address: BOB, role: 'recipient' },
      ],
      moves: [
        { asset: TOKEN, amountBaseUnits: 5n },
        { asset: OTHER_TOKEN, amountBaseUnits: UNLIMITED },
      ],
    })
    const permitted = { token: TOKEN, amount: 9 }
    expect(read(PERMIT_TRANSFER, { permitted, spender: BOB }, PERMIT2).moves).toEqual([
      { asset: TOKEN, amountBaseUnits: 9n },
    ])
  })

  it('to oneself gives nobody anything', () => {
    const proposal = read(PERMIT, { owner: SELF, spender: SELF, value: 5 }, TOKEN)
    expect(proposal).toMatchObject({ moves: [], counterparties: [{ address: TOKEN }] })
  })

  it.each([
    ['another type of the same name', { Permit: fields('address owner, address spender') }, {}],
    ['an amount that is no number', PERMIT, { spender: BOB, value: '1.5' }],
    ['a negative amount', PERMIT, { spender: BOB, value: '-1' }],
    ['a spender without 0x', PERMIT, { spender: BOB.slice(2), value: 1 }],
    ['details that are no list', PERMIT_BATCH, { details: {}, spender: BOB }],
    ['two types that could be the first', { ...PERMIT, ...TRANSFER }, {}],
    ['an order that names a spender', { Order: fields('address maker, address spender') }, {}],
  ])('of an unknown shape is unread: %s', (_, types, message) => {
    expect(read(types, message, TOKEN)).toMatchObject({ moves: [], unread: { what: 'permit' } })
  })

  it('for no contract is unread', () => {
    expect(read(PERMIT, { spender: BOB, value: 1 })).toMatchObject({
      counterparties: [{ address: null }],
      unread: { what: 'permit' },
    })
  })
})

describe('another message', () => {
  it('deals with the contract that verifies it', () => {
    const types = { Vote: fields('uint256 proposal, bool yes') }
    expect(read(types, { proposal: 1, yes: true }, BOB)).toEqual({
      chainId: 1n,
      counterparties: [{ address: BOB, role: 'recipient' }],
      moves: [],
      unread: { what: 'call', contract: BOB },
    })
    expect(typedDataRequest({}, types, {}, SELF)).toEqual({
      chainId: null,
      counterparties: [{ address: null, role: 'recipient' }],
      moves: [],
    })
  })
})
