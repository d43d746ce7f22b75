// Signing a payout book against ethers, the same transfers in the same bytes, each run cold in its
// own process, in turn.

import { signTransfers } from '../../src/keystore/evm/bulk-transfers.ts'
import { bytesToHex } from '../../src/primitives/hex.ts'
import type { PlainTransfer, TransferTerms } from '../../src/primitives/plain-transfer.ts'
import { measure, type RunScenario, timeMs } from './measure.ts'

const TRANSFERS = 8_000
/** Fewer, for ethers is slow and its rate does not depend on the number. */
const COMPARED = 2_000
const PAIRS = 5

/** The first key of every development chain. */
const KEY = Buffer.from('ac0974bec39a17e36ba4a6b4d238ff944bacb478cbed5efcae784d7bf4f2ff80', 'hex')
const TERMS: TransferTerms = {
  chainId: 31337n,
  type: 2,
  gasLimit: 21_000n,
  maxFeeWei: 3_000_000_000n,
  priorityFeeWei: 1_000_000_000n,
}

await measure(
  {
    async capstan() {
      const transfers = someTransfers(TRANSFERS)
      const raws: Uint8Array[] = []
      const signMs = await timeMs(async () => {
        for await (const raw of signTransfers(KEY, TERMS, transfers)) raws.push(raw)
      })
      await assertSame(raws.slice(0, 50), transfers)
      return { perSecond: (TRANSFERS / signMs) * 1000 }
    },
    async ethers() {
      const transfers = someTransfers(COMPARED)
      const sign = await ethersSigner()
      const signMs = await timeMs(async () => {
        for (const transfer of transfers) await sign(transfer)
      })
      return { perSecond: (COMPARED / signMs) * 1000 }
    },
  },
  async (run) => [signingGoal(run)],
)

function signingGoal(run: RunScenario) {
  const ratios: number[] = []
  let detail = ''
  for (let pair = 0; pair < PAIRS; pair++) {
    const [ours, theirs] = ['capstan', 'ethers'].map(
      (name) => run(name).measurements.perSecond as number,
    ) as [number, number]
    ratios.push(ours / theirs)
    detail = `${ours.toFixed(0)}/s against ${theirs.toFixed(0)}/s, last of ${PAIRS} pairs`
  }
  const figure = ratios.sort((a, b) => a - b)[Math.floor(PAIRS / 2)] as number
  return { what: 'payout book signed', figure, unit: '× ethers', atLeast: 4, detail }
}

function someTransfers(count: number): PlainTransfer[] {
  return Array.from({ length: count }, (_, nonce) => ({
    nonce,
    to: Buffer.from((nonce + 77_777).toString(16).padStart(40, 'a'), 'hex'),
    valueWei: 10n ** 18n + BigInt(nonce) * 12_345_678_901_234_567n,
  }))
}

async function ethersSigner(): Promise<(transfer: PlainTransfer) => Promise<string>> {
  const { Wallet } = await import('ethers')
  const wallet = new Wallet(bytesToHex(KEY))
  return ({ nonce, to, valueWei }) =>
    wallet.signTransaction({
      type: 2,
      chainId: TERMS.chainId,
      nonce,
      gasLimit: TERMS.gasLimit,
      maxFeePerGas: TERMS.maxFeeWei,
      maxPriorityFeePerGas: TERMS.priorityFeeWei,
      to: bytesToHex(to),
      value: valueWei,
    })
}

async function assertSame(raws: readonly Uint8Array[], transfers: readonly PlainTransfer[]) {
  const sign = await ethersSigner()
  for (const [index, raw] of raws.entries()) {
    const theirs = await sign(transfers[index] as PlainTransfer)
    if (bytesToHex(raw) !== theirs) throw new Error(`transfer ${index} has other bytes`)
  }
}
