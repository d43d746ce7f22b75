import fc from 'fast-check'

/** One Transfer event, as a token would emit it. */
export interface TransferEvent {
  readonly from: string
  readonly to: string
  readonly value: bigint
}

export const TOKEN = '0xf85feea2fdd81d51177f6b8f35f0e6734ce45f5f'
export const TRANSFER_TOPIC = '0xddf252ad1be2c89b69c2b068fc378daa952ba7f163c4a11628f55a4df523b3ef'

const UINT256_MAX = 2n ** 256n - 1n

/** Few accounts, so that they meet often; one is the zero address, some differ in one bit only. */
const account = fc.oneof(
  fc.integer({ min: 0, max: 12 }).map((n) => address(BigInt(n))),
  fc.integer({ min: 0, max: 159 }).map((bit) => address(1n << BigInt(bit))),
  fc.bigInt({ min: 0n, max: 2n ** 160n - 1n }).map(address),
)
const value = fc.oneof(
  fc.bigInt({ min: 0n, max: 1000n }),
  fc.bigInt({ min: 0n, max: UINT256_MAX }),
  fc.constantFrom(0n, UINT256_MAX, 2n ** 255n, 2n ** 64n - 1n, 2n ** 128n),
)

export const transferEvent: fc.Arbitrary<TransferEvent> = fc.record({
  from: account,
  to: account,
  value,
})

export const transferHistory = fc.array(transferEvent, { maxLength: 200 })

export function address(number: bigint): string {
  return `0x${number.toString(16).padStart(40, '0')}`
}

export function word(number: bigint): string {
  return `0x${number.toString(16).padStart(64, '0')}`
}

/** The log of an event as a node answers it: three to a block, from block `firstBlock` on. */
export function logOf(event: TransferEvent, position: number, firstBlock = 100): object {
  const block = firstBlock + Math.floor(position / 3)
  return {
    address: TOKEN,
    topics: [TRANSFER_TOPIC, word(BigInt(event.from)), word(BigInt(event.to))],
    data: word(event.value),
    blockHash: word(BigInt(block) * 7919n),
    blockNumber: `0x${block.toString(16)}`,
    blockTimestamp: `0x${(block * 12).toString(16)}`,
    transactionHash: word(BigInt(position)),
    transactionIndex: `0x${position.toString(16)}`,
    logIndex: `0x${position.toString(16)}`,
    removed: false,
  }
}

/** The JSON-RPC answer that carries the events, as bytes. */
export function logsAnswer(events: readonly TransferEvent[], firstBlock = 100): Uint8Array {
  const result = events.map((event, position) => logOf(event, position, firstBlock))
  return Buffer.from(JSON.stringify({ jsonrpc: '2.0', id: 0, result }))
}

/** What the events do to balances, the plain way. Every account mentioned has an entry. */
export function sumsOf(events: readonly TransferEvent[]): Map<string, bigint> {
  const sums = new Map<string, bigint>()
  const add = (to: string, amount: bigint) => {
    sums.set(to, BigInt.asUintN(256, (sums.get(to) ?? 0n) + amount))
  }
  for (const { from, to, value: amount } of events) {
    add(from, -amount)
    add(to, amount)
  }
  return sums
}
