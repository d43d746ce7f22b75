import { afterAll, beforeAll, describe, test } from 'vitest'
import { spawnChain, type TestChain } from '../../support/chain.ts'
import { from } from '../../support/fault-rules.ts'
import { expectEnding, onStage } from '../../support/publishing.ts'
import { LASTING } from './broken-connections.ts'

let chain: TestChain
beforeAll(async () => {
  chain = await spawnChain({ chainId: 1 })
})
afterAll(() => chain.stop())

const MAYBE_SENT = { exit: 9, code: 'TX_PENDING', journal: ['signed'] }

/** From when on a fault strikes everything. */
const MOMENTS = [
  ['from the broadcast on', 'eth_sendRawTransaction'],
  ['while it waits', 'eth_getTransactionReceipt'],
] as const

// Each is several runs, and the machine may be busy.
describe.concurrent('a connection that breaks', { timeout: 180_000 }, () => {
  for (const [moment, method] of MOMENTS) {
    test.each(LASTING)(`%s, ${moment}: exit 9`, (_, fault) =>
      onStage(chain, (scene) => expectEnding(scene, () => from(method, fault), MAYBE_SENT)),
    )
  }
})
