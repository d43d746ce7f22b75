import { StandardMerkleTree } from '@openzeppelin/merkle-tree'
import { getCreateAddress } from 'ethers'
import { expect, it } from 'vitest'
import { DEMONSTRATION_ROOT, DEVNET_CONTRACTS } from '../../../src/chain/devnet/devnet-contracts.ts'
import { DEVNET_KEYS } from '../../../src/keystore/devnet-keys.ts'

it('the predeployed contracts are where the first transactions of dev0 put them', () => {
  const from = DEVNET_KEYS[0]?.address as string
  expect(Object.values(DEVNET_CONTRACTS)).toEqual(
    [0, 1, 2].map((nonce) => getCreateAddress({ from, nonce })),
  )
})

it('the demonstration owes each devnet key one coin, by OpenZeppelin’s tree', () => {
  const leaves = DEVNET_KEYS.map(({ address }, index) => [index, address, 10n ** 18n])
  const types = ['uint256', 'address', 'uint256']
  const { root } = StandardMerkleTree.of(leaves, types, { sortLeaves: false })
  expect(DEMONSTRATION_ROOT).toBe(root)
})
