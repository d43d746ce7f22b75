import { cyberMilesToken } from '../../src/artifacts/cyber-miles-token.ts'
import type { TestChain } from './chain.ts'

type Call = { method: string; params: readonly unknown[] }

/** The token that behaves like the ERC-20 CMT, with the balances it must have by what was sent. */
export class CmtToken {
  /** Lower-case address to base units; zeros stay listed. */
  readonly expected = new Map<string, bigint>()

  private constructor(
    private readonly chain: TestChain,
    /** Lower case. */
    readonly address: string,
    /** Lower case; holds the whole supply at first. */
    readonly deployer: string,
  ) {
    this.expected.set(deployer, 10n ** 27n)
  }

  static async deploy(chain: TestChain): Promise<CmtToken> {
    const [deployer = ''] = await chain.request<string[]>('eth_accounts')
    const creation = { from: deployer, data: cyberMilesToken.bytecode, gas: '0x300000' }
    const [receipt] = await mine(chain, [{ method: 'eth_sendTransaction', params: [creation] }])
    const address = receipt?.contractAddress ?? ''
    return new CmtToken(chain, address.toLowerCase(), deployer.toLowerCase())
  }

  /** Sends in blocks of `perBlock`, all of which must succeed. */
  async transferAll(
    transfers: readonly { from: string; to: string; value: bigint; spender?: string }[],
    perBlock = 100,
  ): Promise<void> {
    for (let at = 0; at < transfers.length; at += perBlock) {
      const calls = transfers.slice(at, at + perBlock).map(({ from, to, value, spender }) => {
        this.move(from, to, value)
        return spender === undefined
          ? this.call(from, '0xa9059cbb', to, value)
          : this.call(spender, '0x23b872dd', from, to, value)
      })
      await mine(this.chain, calls)
    }
  }

  async approve(owner: string, spender: string, value: bigint): Promise<void> {
    await mine(this.chain, [this.call(owner, '0x095ea7b3', spender, value)])
  }

  async pause(): Promise<void> {
    await mine(this.chain, [this.call(this.deployer, '0x8456cb59')])
  }

  /** Changes a balance as no event tells. */
  async setBalanceSilently(account: string, value: bigint): Promise<void> {
    // balanceOf is the fourth variable of the contract, after supply, owner and paused.
    const slots = await Promise.all([1n, 2n, 3n, 4n].map((slot) => this.balanceSlot(account, slot)))
    const stored = word(this.expected.get(account.toLowerCase()) ?? 0n)
    for (const slot of slots) {
      const now = await this.chain.request<string>('eth_getStorageAt', [
        this.address,
        slot,
        'latest',
      ])
      if (now !== stored) continue
      await this.chain.request('anvil_setStorageAt', [this.address, slot, word(value)])
      const answer = await this.balanceOf(account)
      if (answer === value) return
      await this.chain.request('anvil_setStorageAt', [this.address, slot, now])
    }
    throw new Error('the balance was not found in the storage')
  }

  async balanceOf(account: string): Promise<bigint> {
    const data = `0x70a08231${word(BigInt(account)).slice(2)}`
    return BigInt(
      await this.chain.request<string>('eth_call', [{ to: this.address, data }, 'latest']),
    )
  }

  /** The lines of snapshot.csv that must come out, without the header. */
  expectedLines(): string[] {
    return [...this.expected]
      .filter(([, amount]) => amount > 0n)
      .map(([account, amount]) => `${account},${amount}`)
      .sort()
  }

  private move(from: string, to: string, value: bigint): void {
    const add = (account: string, amount: bigint) => {
      const key = account.toLowerCase()
      this.expected.set(key, (this.expected.get(key) ?? 0n) + amount)
    }
    add(from, -value)
    add(to, value)
  }

  private call(from: string, selector: string, ...parameters: (string | bigint)[]): Call {
    const data = selector + parameters.map((parameter) => word(BigInt(parameter)).slice(2)).join('')
    const transaction = { from, to: this.address, data, gas: '0x20000' }
    return { method: 'eth_sendTransaction', params: [transaction] }
  }

  private async balanceSlot(account: string, variable: bigint): Promise<string> {
    const preimage = word(BigInt(account)) + word(variable).slice(2)
    return this.chain.request<string>('web3_sha3', [preimage])
  }
}

interface Receipt {
  readonly status: string
  readonly contractAddress: string | null
}

/** Puts the transactions into one block. */
async function mine(chain: TestChain, calls: readonly Call[]): Promise<Receipt[]> {
  // With the node's own mining a receipt may be asked for before it is there.
  await chain.request('evm_setAutomine', [false])
  const hashes = await chain.batch<string>(await withNonces(chain, calls))
  await chain.request('evm_mine')
  const receipts = await chain.batch<Receipt | null>(
    hashes.map((hash) => ({ method: 'eth_getTransactionReceipt', params: [hash] })),
  )
  return receipts.map((receipt) => {
    if (receipt?.status !== '0x1') throw new Error('a transaction of the test did not succeed')
    return receipt
  })
}

/** The node works on a batch in no particular order: nonces keep the order of one sender. */
async function withNonces(chain: TestChain, calls: readonly Call[]): Promise<Call[]> {
  const next = new Map<string, number>()
  const numbered: Call[] = []
  for (const { method, params } of calls) {
    const [transaction] = params as [{ readonly from: string }]
    const { from } = transaction
    const nonce =
      next.get(from) ??
      Number(await chain.request<string>('eth_getTransactionCount', [from, 'latest']))
    next.set(from, nonce + 1)
    numbered.push({ method, params: [{ ...transaction, nonce: `0x${nonce.toString(16)}` }] })
  }
  return numbered
}

export function word(number: bigint): string {
  return `0x${number.toString(16).padStart(64, '0')}`
}
