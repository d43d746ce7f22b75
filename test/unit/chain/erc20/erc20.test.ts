import { Interface } from 'ethers'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  APPROVAL_TOPIC,
  TOKEN_ABI,
  TRANSFER_TOPIC,
  tokenCall,
} from '../../../../src/chain/erc20/erc20.ts'
import { approveToken, transferToken } from '../../../../src/chain/erc20/intents.ts'
import { checksumAddress } from '../../../../src/primitives/address.ts'

/** EIP-20, with the two views of OpenZeppelin's. */
const ERC20 = new Interface([
  'function name() view returns (string)',
  'function symbol() view returns (string)',
  'function decimals() view returns (uint8)',
  'function totalSupply() view returns (uint256)',
  'function balanceOf(address owner) view returns (uint256)',
  'function allowance(address owner, address spender) view returns (uint256)',
  'function transfer(address to, uint256 amount) returns (bool)',
  'function approve(address spender, uint256 amount) returns (bool)',
  'function paused() view returns (bool)',
  'function owner() view returns (address)',
  'event Transfer(address indexed from, address indexed to, uint256 value)',
  'event Approval(address indexed owner, address indexed spender, uint256 value)',
])

const address = fc
  .uint8Array({ minLength: 20, maxLength: 20 })
  .map((bytes) => checksumAddress(`0x${Buffer.from(bytes).toString('hex')}`))
const amount = fc.bigInt({ min: 0n, max: 2n ** 256n - 1n })

describe('what a token is asked and told', () => {
  it.each(['name', 'symbol', 'decimals', 'totalSupply', 'paused', 'owner'] as const)(
    'is, for %s, what ethers encodes',
    (view) => {
      expect(tokenCall(view)).toBe(ERC20.encodeFunctionData(view))
    },
  )

  it('is, for any accounts and amounts, what ethers encodes', () => {
    fc.assert(
      fc.property(address, address, amount, (one, other, baseUnits) => {
        expect(tokenCall('balanceOf', one)).toBe(ERC20.encodeFunctionData('balanceOf', [one]))
        expect(tokenCall('allowance', one, other)).toBe(
          ERC20.encodeFunctionData('allowance', [one, other]),
        )
        expect(transferToken(one, other, baseUnits)).toEqual({
          to: one,
          data: ERC20.encodeFunctionData('transfer', [other, baseUnits]),
          valueWei: 0n,
          abi: TOKEN_ABI,
        })
        expect(approveToken(one, other, baseUnits).data).toBe(
          ERC20.encodeFunctionData('approve', [other, baseUnits]),
        )
      }),
    )
  })

  it('is heard by the topics of its events', () => {
    expect(TRANSFER_TOPIC).toBe(ERC20.getEvent('Transfer')?.topicHash)
    expect(APPROVAL_TOPIC).toBe(ERC20.getEvent('Approval')?.topicHash)
  })
})
