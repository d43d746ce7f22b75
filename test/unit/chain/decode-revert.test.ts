import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { Interface } from 'ethers'
import { describe, expect, it } from 'vitest'
import { rpcError } from '../../../src/chain/chain-errors.ts'
import { decodeRevert, revertData } from '../../../src/chain/decode/decode-revert.ts'
import { SAFE_REASONS } from '../../../src/chain/decode/safe-reasons.ts'

const require = createRequire(import.meta.url)
const ABI = ['error ClaimExpired(uint256 deadline, address by)', 'function claim()']
const BY = '0x70997970C51812dc3A010C7d01b50e0d17dc79C8'
const errors = new Interface([...ABI, 'error Error(string)', 'error Panic(uint256)'])

describe('revert bytes', () => {
  it('name a custom error of the contract with its values', async () => {
    const data = errors.encodeErrorResult('ClaimExpired', [1_700_000_000n, BY])
    expect(await decodeRevert(data, ABI)).toEqual({
      name: 'ClaimExpired',
      args: ['1700000000', BY],
      text: `ClaimExpired(1700000000, ${BY})`,
      data,
    })
  })

  it('carry a reason in words', async () => {
    const data = errors.encodeErrorResult('Error', ['not the owner'])
    expect(await decodeRevert(data)).toMatchObject({ name: 'Error', text: 'not the owner' })
  })

  it.each([
    ['GS026', 'GS026, a signature is not of an owner'],
    ['GS999', 'GS999'],
    ['toString', 'toString'],
  ])('of a Safe are put in words: %s', async (reason, text) => {
    const data = errors.encodeErrorResult('Error', [reason])
    const revert = await decodeRevert(data)
    expect(revert.args).toEqual([reason])
    expect(revert.text.startsWith(text)).toBe(true)
  })

  it('of a Safe have no code that is not put in words', () => {
    const sources = ['Safe', 'base/ModuleManager', 'base/OwnerManager', 'base/GuardManager']
    const texts = [...sources, 'base/FallbackManager', 'common/SelfAuthorized'].map((name) =>
      readFileSync(require.resolve(`@safe-global/safe-contracts/contracts/${name}.sol`), 'utf8'),
    )
    const codes = new Set(texts.join().match(/GS\d{3}(?=")/g))
    expect(codes.size).toBe(32)
    for (const code of codes) expect(SAFE_REASONS).toHaveProperty(code)
  })

  it.each([
    [0x11n, 'arithmetic overflow'],
    [0x12n, 'division by zero'],
    [0x99n, 'panic code 153'],
  ])('explain panic %i', async (code, text) => {
    const data = errors.encodeErrorResult('Panic', [code])
    expect(await decodeRevert(data)).toMatchObject({ name: 'Panic', text })
  })

  it.each([
    ['0x', 'without a reason'],
    ['0xdeadbeef', 'unknown error 0xdeadbeef'],
    // The selector of Error(string), and then nothing.
    ['0x08c379a0', 'unknown error 0x08c379a0'],
  ])('that say nothing known, %s, are %s', async (data, text) => {
    expect(await decodeRevert(data, ABI)).toMatchObject({ name: null, text })
  })
})

describe('a node’s error', () => {
  const data = '0xdeadbeef'
  it.each([
    ['geth and anvil: bytes in data', { code: 3, message: 'execution reverted', data }, data],
    ['nested data', { code: -32000, message: 'VM Exception', data: { data } }, data],
    [
      'parity: words before the bytes',
      { code: -32015, message: 'VM', data: `Reverted ${data}` },
      data,
    ],
    ['no bytes, only words', { code: -32000, message: 'execution reverted' }, '0x'],
    ['code 3 without bytes', { code: 3, message: 'failed' }, '0x'],
    ['no revert at all', { code: -32000, message: 'header not found' }, null],
  ])('%s', (_node, error, expected) => {
    expect(revertData(rpcError('http://node', 'eth_call', error))).toBe(expected)
  })
})
