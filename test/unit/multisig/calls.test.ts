import { AbiCoder } from 'ethers'
import { describe, expect, it, vi } from 'vitest'
import { typedCall } from '../../../src/multisig/calls.ts'
import { callText } from '../../../src/multisig/proposal/call-text.ts'

const TO = '0x70997970C51812dc3A010C7d01b50e0d17dc79C8'
const call = (signature: string, ...args: string[]) => typedCall(TO, 0n, signature, args)
const values = async (type: string, text: string) => {
  const { data } = await call(`set(${type})`, text)
  return AbiCoder.defaultAbiCoder().decode([type], `0x${data.slice(10)}`)[0]
}
const words = async (signature: string, ...args: string[]) =>
  callText(await call(signature, ...args), { assets: [], grade: { reasons: [] }, multisig: TO })
    .does

describe('an argument that somebody types', () => {
  it('is false where it says so, also in a list', async () => {
    expect([...(await values('bool[]', '["false", true, false]'))]).toEqual([false, true, false])
    await expect(call('set(bool[])', '[1]')).rejects.toMatchObject({
      code: 'CALL_ARGUMENTS_INVALID',
    })
  })

  it('keeps every digit of a number, also in a list', async () => {
    expect([...(await values('uint256[]', '[1000000000000000000001]'))]).toEqual([
      1_000_000_000_000_000_000_001n,
    ])
    await expect(call('set(uint256[])', '["1e3"]')).rejects.toMatchObject({
      code: 'CALL_ARGUMENTS_INVALID',
    })
  })

  it('of a function that is none is an error alone, and prints nothing', async () => {
    const printed = vi.spyOn(console, 'log')
    await expect(call('set(function)', '1')).rejects.toMatchObject({
      code: 'CALL_SIGNATURE_INVALID',
    })
    expect(printed).not.toHaveBeenCalled()
    printed.mockRestore()
  })

  it('that is one text does not look like two', async () => {
    expect(await words('set(string[])', '["a, b"]')).toBe('call set(["a, b"])')
    expect(await words('set(string[])', '["a", "b"]')).toBe('call set(["a", "b"])')
    expect(await words('set((string,uint256)[])', '[["a], [b", 1]]')).toBe(
      'call set([["a], [b", 1]])',
    )
  })
})
