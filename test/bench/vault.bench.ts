// Unlocking a vault file against Node's native scrypt at the same parameters, in turn in one process.

import { scrypt } from 'node:crypto'
import { promisify } from 'node:util'
import { randomPrivateKey } from '../../src/keystore/evm/private-key.ts'
import type { ScryptParameters } from '../../src/keystore/stores/scrypt.ts'
import { decryptV3, encryptV3 } from '../../src/keystore/stores/v3-cipher.ts'
import { parseV3File } from '../../src/keystore/stores/v3-file.ts'
import { measure, timeMs } from './measure.ts'

const PASSWORD = 'correct horse battery'
const ROUNDS = 9

const nativeScrypt = promisify<
  string,
  Uint8Array,
  number,
  { N: number; r: number; p: number; maxmem: number },
  Buffer
>(scrypt)

await measure(
  {
    async unlock() {
      const text = await encryptV3(randomPrivateKey(), PASSWORD)
      const { salt, n, r, p } = parseV3File(text).kdf as ScryptParameters
      const ours: number[] = []
      const native: number[] = []
      for (let round = 0; round < ROUNDS; round++) {
        native.push(
          await timeMs(() =>
            nativeScrypt(PASSWORD, salt, 32, { N: n, r, p, maxmem: 2 * 128 * n * r }),
          ),
        )
        ours.push(await timeMs(() => decryptV3(parseV3File(text), PASSWORD)))
      }
      return { oursMs: median(ours), nativeMs: median(native) }
    },
  },
  async (run) => {
    const { oursMs, nativeMs } = run('unlock').measurements as { oursMs: number; nativeMs: number }
    return [
      {
        what: 'vault unlocked',
        figure: oursMs / nativeMs,
        unit: '× native scrypt',
        atMost: 1.1,
        detail: `${oursMs.toFixed(0)} ms against ${nativeMs.toFixed(0)} ms, medians of ${ROUNDS}`,
      },
    ]
  },
)

function median(values: readonly number[]): number {
  return [...values].sort((a, b) => a - b)[values.length >> 1] as number
}
