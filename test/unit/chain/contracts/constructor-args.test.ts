import { Interface } from 'ethers'
import { describe, expect, it } from 'vitest'
import {
  argumentText,
  constructorArguments,
  namedValues,
  parseArgument,
} from '../../../../src/chain/contracts/constructor-args.ts'

const OWNER = '0xf39Fd6e51aad88F6F4ce6aB8827279cffFb92266'
const { inputs } = new Interface([
  'constructor(uint8 count_, (address owner, uint256[] limits) terms)',
]).deploy

describe('constructor arguments', () => {
  it('are given by name, those of a struct by their own', () => {
    const values = namedValues([`owner=${OWNER.toLowerCase()}`, 'limits=1,2', 'count=255'])
    const args = constructorArguments(inputs, values)
    expect(args).toEqual([255n, [OWNER, [1n, 2n]]])
    expect(args.map(argumentText)).toEqual(['255', `${OWNER},1,2`])
  })

  it.each([
    ['count', 'CONTRACT_ARG_MALFORMED'],
    ['=1', 'CONTRACT_ARG_MALFORMED'],
  ])('of the form %s are refused', (text, code) => {
    expect(() => namedValues([text])).toThrow(expect.objectContaining({ code }))
  })

  it('are given once', () => {
    expect(() => namedValues(['a=1', 'a=1'])).toThrow(
      expect.objectContaining({ code: 'CONTRACT_ARG_REPEATED' }),
    )
  })

  it.each([
    ['uint8', '256'],
    ['uint256', (1n << 256n).toString()],
    ['uint256', '-1'],
    ['uint256', '01'],
    ['uint256', '0x10'],
    ['uint256', ''],
    ['bool', 'yes'],
    ['bytes32', '0x12'],
    ['uint256[]', '1,,2'],
    ['int256', '1'],
  ])('of type %s are never %s', (type, text) => {
    expect(() => parseArgument({ name: 'x', type }, text)).toThrow(
      expect.objectContaining({ code: 'CONTRACT_ARG_INVALID' }),
    )
  })

  it('may be empty lists', () => {
    expect(parseArgument({ name: 'x', type: 'address[]' }, '')).toEqual([])
  })
})
