import { Transaction, Wallet } from 'ethers'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { signTransfers } from '../../../src/keystore/evm/bulk-transfers.ts'
import { bytesToHex, hexToBytes } from '../../../src/primitives/hex.ts'
import {
  type PlainTransfer,
  signatureOfTransfer,
  type TransferTerms,
} from '../../../src/primitives/plain-transfer.ts'

const KEY = '0xac0974bec39a17e36ba4a6b4d238ff944bacb478cbed5efcae784d7bf4f2ff80'

const terms = fc.record({
  chainId: fc.bigInt({ min: 1n, max: 2n ** 53n - 1n }),
  type: fc.constantFrom(0 as const, 2 as const),
  gasLimit: fc.constant(21_000n),
  maxFeeWei: fc.bigInt({ min: 10n ** 12n, max: 10n ** 15n }),
  priorityFeeWei: fc.bigInt({ min: 0n, max: 10n ** 12n }),
})
const transfer = fc.record({
  nonce: fc.nat(),
  to: fc.uint8Array({ minLength: 20, maxLength: 20 }),
  valueWei: fc.oneof(
    fc.bigInt({ min: 0n, max: 200n }),
    fc.bigInt({ min: 0n, max: 2n ** 256n - 1n }),
  ),
})

async function sign(given: TransferTerms, one: PlainTransfer): Promise<Uint8Array> {
  for await (const raw of signTransfers(hexToBytes(KEY), given, [one])) return raw
  throw new Error('nothing was signed')
}

describe('a signed transfer', () => {
  it('is byte for byte what ethers signs', async () => {
    const wallet = new Wallet(KEY)
    await fc.assert(
      fc.asyncProperty(terms, transfer, async (given, one) => {
        const theirs = await wallet.signTransaction({
          type: given.type,
          chainId: given.chainId,
          nonce: one.nonce,
          gasLimit: given.gasLimit,
          to: bytesToHex(one.to),
          value: one.valueWei,
          ...(given.type === 2
            ? { maxFeePerGas: given.maxFeeWei, maxPriorityFeePerGas: given.priorityFeeWei }
            : { gasPrice: given.maxFeeWei }),
        })
        expect(bytesToHex(await sign(given, one))).toBe(theirs)
      }),
      { numRuns: 60 },
    )
  })

  it('gives back its signature only for the transfer it is', async () => {
    await fc.assert(
      fc.asyncProperty(terms, transfer, async (given, one) => {
        const raw = await sign(given, one)
        const signature = signatureOfTransfer(raw, given, one)
        const theirs = Transaction.from(bytesToHex(raw)).signature
        expect(signature?.yParity).toBe(theirs?.yParity)
        expect(bytesToHex(signature?.compact ?? new Uint8Array())).toBe(
          `${theirs?.r}${theirs?.s.slice(2)}`,
        )
        const others = [
          { ...one, nonce: one.nonce + 1 },
          { ...one, valueWei: one.valueWei ^ 1n },
          { ...one, to: one.to.map((byte, index) => (index === 7 ? byte ^ 1 : byte)) },
        ]
        for (const other of others) expect(signatureOfTransfer(raw, given, other)).toBeUndefined()
        const dearer = { ...given, maxFeeWei: given.maxFeeWei + 1n }
        expect(signatureOfTransfer(raw, dearer, one)).toBeUndefined()
      }),
      { numRuns: 60 },
    )
  })

  it('with any byte changed in length or in place is no longer the same transfer', async () => {
    const given = {
      chainId: 1n,
      type: 2,
      gasLimit: 21_000n,
      maxFeeWei: 9n,
      priorityFeeWei: 1n,
    } as const
    const one = { nonce: 300, to: new Uint8Array(20).fill(7), valueWei: 10n ** 18n }
    const raw = await sign(given, one)
    // The last 66 bytes hold the signature, which may be any.
    for (let at = 0; at < raw.length - 66; at++) {
      const changed = raw.map((byte, index) => (index === at ? byte ^ 1 : byte))
      expect(signatureOfTransfer(changed, given, one)).toBeUndefined()
    }
    expect(signatureOfTransfer(raw.subarray(1), given, one)).toBeUndefined()
    expect(signatureOfTransfer(raw.subarray(0, 40), given, one)).toBeUndefined()
  })
})
