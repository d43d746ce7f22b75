import { Interface } from 'ethers'
import { vi } from 'vitest'
import { cyberMilesToken } from '../../src/artifacts/cyber-miles-token.ts'
import type { Receipt } from '../../src/chain/rpc/receipts.ts'
import { checksumAddress } from '../../src/primitives/address.ts'
import type { TestChain } from './chain.ts'

const TOKEN = new Interface(cyberMilesToken.abi)

export interface TestToken {
  readonly address: string
  balanceOf(account: string): Promise<bigint>
}

/** A token whose whole supply of 10^27 belongs to the node's first account. */
export async function deployTestToken(node: TestChain): Promise<TestToken> {
  const [from] = await node.request<string[]>('eth_accounts')
  const hash = await node.request<string>('eth_sendTransaction', [
    { from, data: cyberMilesToken.bytecode, gas: '0x5b8d80' },
  ])
  // The node answers with the hash a moment before it has the receipt.
  const contractAddress = await vi.waitFor(async () => {
    const receipt = await node.request<Receipt>('eth_getTransactionReceipt', [hash])
    return checksumAddress(receipt.contractAddress as string)
  })
  return {
    address: contractAddress,
    async balanceOf(account) {
      const data = TOKEN.encodeFunctionData('balanceOf', [account])
      return BigInt(
        await node.request<string>('eth_call', [{ to: contractAddress, data }, 'latest']),
      )
    },
  }
}
