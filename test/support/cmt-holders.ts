import { Interface, toBeHex, toQuantity, zeroPadValue } from 'ethers'
import { cyberMilesToken } from '../../src/artifacts/cyber-miles-token.ts'
import { tokenSpreader } from '../../src/artifacts/token-spreader.ts'
import type { TestChain } from './chain.ts'

const token = new Interface(cyberMilesToken.abi)
const spreader = new Interface(tokenSpreader.abi)
const SUPPLY = 10n ** 27n
const ROWS_A_TRANSACTION = 200

export interface Holding {
  /** `0x`, any case. */
  readonly address: string
  readonly baseUnits: bigint
}

/**
 * A token that behaves like the real CMT, held by exactly these accounts, paused. They got it by
 * real transfers with detours (back and forth, to themselves, of nothing, by allowance), so that a
 * replay has something to go wrong with. Returns the token and the block of the pause.
 */
export async function deployCmt(
  chain: TestChain,
  holdings: readonly Holding[],
): Promise<{ token: string; block: number }> {
  const [deployer = '', wanderer = '', agent = ''] = await chain.request<string[]>('eth_accounts')
  const tokenAddress = await deploy(chain, deployer, cyberMilesToken.bytecode)
  const spreaderAddress = await deploy(chain, deployer, tokenSpreader.bytecode)
  const call = (from: string, name: string, args: readonly unknown[]) => ({
    from,
    to: tokenAddress,
    data: token.encodeFunctionData(name, args),
  })

  const detours = [
    call(deployer, 'transfer', [wanderer, 5n * 10n ** 24n]),
    call(wanderer, 'transfer', [wanderer, 10n ** 24n]),
    call(wanderer, 'transfer', [deployer, 0n]),
    call(wanderer, 'approve', [agent, 10n ** 24n]),
    call(agent, 'transferFrom', [wanderer, agent, 10n ** 24n]),
    call(agent, 'transfer', [wanderer, 10n ** 24n]),
    call(deployer, 'transferFrom', [deployer, wanderer, 0n]),
    call(wanderer, 'transfer', [deployer, 5n * 10n ** 24n]),
    call(deployer, 'approve', [spreaderAddress, SUPPLY]),
  ]
  const [first, ...rest] = holdings
  const direct = call(deployer, 'transfer', [first?.address, first?.baseUnits])
  const spreads = chunksOf(rest, ROWS_A_TRANSACTION).map((rows) => ({
    from: deployer,
    to: spreaderAddress,
    data: spreader.encodeFunctionData('spread', [tokenAddress, rows.map(packed)]),
  }))
  await sendAll(chain, [...detours, direct, ...spreads, call(deployer, 'pause', [])])
  return { token: tokenAddress, block: Number(await chain.request('eth_blockNumber')) }
}

async function deploy(chain: TestChain, from: string, data: string): Promise<string> {
  const sent = { from, data, gas: toBeHex(5_000_000) }
  return (await mined(chain, await chain.request('eth_sendTransaction', [sent]))).contractAddress
}

/** Sends in order from the node's own accounts, and fails if any is mined and reverted. */
async function sendAll(
  chain: TestChain,
  transactions: readonly { readonly from: string }[],
): Promise<void> {
  // Transactions of one account are mined in the order of their nonces, whatever the node's haste.
  const nonces = new Map<string, number>()
  for (const { from } of transactions) {
    if (nonces.has(from)) continue
    nonces.set(from, Number(await chain.request('eth_getTransactionCount', [from, 'latest'])))
  }
  const hashes: string[] = []
  for (const transaction of transactions) {
    const nonce = nonces.get(transaction.from) as number
    nonces.set(transaction.from, nonce + 1)
    const sent = { ...transaction, gas: toBeHex(15_000_000), nonce: toQuantity(nonce) }
    hashes.push(await chain.request('eth_sendTransaction', [sent]))
  }
  for (const hash of hashes) {
    if ((await mined(chain, hash)).status !== '0x1') throw new Error('a transfer reverted')
  }
}

interface Receipt {
  readonly status: string
  readonly contractAddress: string
}

/** The node answers a send before it has mined it. */
async function mined(chain: TestChain, hash: string): Promise<Receipt> {
  for (;;) {
    const receipt = await chain.request<Receipt | null>('eth_getTransactionReceipt', [hash])
    if (receipt) return receipt
    await new Promise((resolve) => setTimeout(resolve, 5))
  }
}

function packed({ address, baseUnits }: Holding): string {
  return zeroPadValue(toBeHex((BigInt(address) << 96n) | baseUnits), 32)
}

function chunksOf<T>(items: readonly T[], size: number): T[][] {
  const chunks: T[][] = []
  for (let start = 0; start < items.length; start += size) {
    chunks.push(items.slice(start, start + size))
  }
  return chunks
}
