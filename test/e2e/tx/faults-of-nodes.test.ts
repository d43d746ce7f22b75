import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { spawnChain, type TestChain } from '../../support/chain.ts'
import {
  always,
  answers,
  doesAndSays,
  first,
  onceSent,
  receipts,
  refuses,
} from '../../support/fault-rules.ts'
import type { FaultRule } from '../../support/faulty-proxy.ts'
import {
  type Ending,
  expectEnding,
  expectPublishedOnce,
  onStage,
} from '../../support/publishing.ts'

const SEND = 'eth_sendRawTransaction'
const SHOWS = ['eth_getTransactionReceipt', 'eth_getTransactionByHash']
const NO_HASH = `0x${'00'.repeat(32)}`

/** Each is several runs, and the machine may be busy. */
const PATIENT = { timeout: 180_000 }

let chain: TestChain
beforeAll(async () => {
  chain = await spawnChain({ chainId: 1 })
})
afterAll(() => chain.stop())

/** Another chain id from the n-th time on that anybody asks. */
function otherChainAfter(asked: number): FaultRule {
  let n = 0
  return ({ method }) => (method === 'eth_chainId' && ++n > asked ? answers('0x2') : undefined)
}

const showsNothing: FaultRule = ({ method }) => (SHOWS.includes(method) ? answers(null) : undefined)

const isAnotherChain: FaultRule = (call) => {
  if (call.method === 'eth_chainId') return answers('0x2')
  return call.method === 'eth_getTransactionCount' ? answers('0x9') : showsNothing(call)
}

type NamedRule = readonly [what: string, rule: () => FaultRule]

const HARMLESS: readonly NamedRule[] = [
  ['"already known" after success', () => first(1, SEND, doesAndSays('already known'))],
  ['"nonce too low" after success', () => first(1, SEND, doesAndSays('nonce too low'))],
  ['an error of its own after success', () => first(1, SEND, doesAndSays('internal error'))],
  ['accepted, not propagated, twice', () => first(2, SEND, answers(NO_HASH))],
  ['a stale head, for a while', () => first(6, 'eth_blockNumber', answers('0x0'))],
  ['no receipt, for a while', () => first(6, 'eth_getTransactionReceipt', answers(null))],
]

const OTHER_CHAIN: Ending = { exit: 7, code: 'CHAIN_ID_MISMATCH', journal: [] }
const REFUSED: Ending = { exit: 3, code: 'TX_REJECTED', journal: ['dropped'] }
const pending = (state: string): Ending => ({ exit: 9, code: 'TX_PENDING', journal: [state] })
/** Asked before it has made the block, a node has no receipt to spoil, and shows the transaction. */
const UNPROVEN = pending(expect.stringMatching(/^(signed|broadcast)$/))

/** What the node does while capstan runs, and how the run ends. The next one always finishes. */
const TABLE: readonly (readonly [...NamedRule, ending: Ending])[] = [
  ['another chain from the start', () => otherChainAfter(0), OTHER_CHAIN],
  ['another chain before the plan', () => otherChainAfter(2), OTHER_CHAIN],
  ['another chain before the signature', () => otherChainAfter(3), OTHER_CHAIN],
  ['another chain once it is sent', () => onceSent(isAnotherChain), pending('broadcast')],
  ['a refusal', () => always(SEND, refuses('intrinsic gas too low')), REFUSED],
  ['accepted, never propagated', () => always(SEND, answers(NO_HASH)), pending('broadcast')],
  ['a head that stands still', () => always('eth_blockNumber', answers('0x0')), pending('mined')],
  ['receipts that are gone', () => onceSent(showsNothing), pending('broadcast')],
  [
    'the receipt of another transaction',
    () => receipts((receipt) => ({ ...receipt, transactionHash: NO_HASH })),
    UNPROVEN,
  ],
  ['half a receipt', () => receipts(() => ({ blockHash: NO_HASH })), UNPROVEN],
]

describe.concurrent('a node that says what is not so', PATIENT, () => {
  test.each(HARMLESS)('%s: exit 0', (_, rule) =>
    onStage(chain, async ({ operator, proxy }) => {
      proxy.setRule(rule())
      await expectPublishedOnce(operator, await operator.publish([proxy.url], '--json'))
    }),
  )

  for (const [what, rule, ending] of TABLE) {
    test(`${what}: exit ${ending.exit}`, () =>
      onStage(chain, (scene) => expectEnding(scene, rule, ending)))
  }
})

describe.concurrent('of two endpoints the one that works is used', PATIENT, () => {
  const stuck: FaultRule = (call) =>
    call.method === 'eth_blockNumber' ? answers('0x0') : showsNothing(call)

  /** What the first endpoint does, with a healthy one behind it. */
  const faults: readonly NamedRule[] = [
    ['dropped from the start', () => () => ({ kind: 'drop' })],
    ['dropped from the broadcast on', () => onceSent(() => ({ kind: 'drop' }))],
    [
      '429 with Retry-After of an hour',
      () => () => ({ kind: 'status', status: 429, retryAfter: '3600' }),
    ],
    ['500 once it is sent', () => onceSent(() => ({ kind: 'status', status: 500 }))],
    ['JSON cut short', () => () => ({ kind: 'truncate' })],
    ['wrong id', () => () => ({ kind: 'wrongId' })],
    ['HTML error page', () => () => ({ kind: 'body', body: '<html></html>' })],
    ['hangs once it is sent', () => onceSent(() => ({ kind: 'hang' }))],
    ['another chain from the start', () => otherChainAfter(0)],
    ['another chain before the signature', () => otherChainAfter(2)],
    ['another chain once it is sent', () => onceSent(isAnotherChain)],
    ['accepted, never propagated', () => always(SEND, answers(NO_HASH))],
    ['a head that stands still', () => always('eth_blockNumber', answers('0x0'))],
    ['receipts that are gone', () => onceSent(showsNothing)],
    [
      'the receipt of another transaction',
      () => receipts((real) => ({ ...real, transactionHash: NO_HASH })),
    ],
    ['stands still and knows nothing', () => stuck],
  ]
  test.each(faults)('first %s: exit 0', (_, rule) =>
    onStage(chain, async ({ operator, proxy }) => {
      proxy.setRule(rule())
      const urls = [proxy.url, chain.rpcUrl]
      await expectPublishedOnce(operator, await operator.publish(urls, '--json'))
    }),
  )
})
