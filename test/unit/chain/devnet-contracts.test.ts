import { StandardMerkleTree } from '@openzeppelin/merkle-tree'
import { getCreateAddress } from 'ethers'
import { expect, it } from 'vitest'
import { DEMONSTRATION_ROOT, DEVNET_CONTRACTS } from '../../../src/chain/devnet/devnet-contracts.ts'
import { DEVNET_KEYS } from '../../../src/keystore/devnet-keys.ts'

it('the predeployed contracts are where the first transactions of their deployers put them', () => {
  const dev0 = DEVNET_KEYS[0]?.address as string
  const shipwright = '0x0000000000000000000000000000000000c0ffee'
  expect(Object.values(DEVNET_CONTRACTS)).toEqual(
    [dev0, shipwright].flatMap((from) =>
      [0, 1, 2].map((nonce) => getCreateAddress({ from, nonce })),
    ),
  )
})

it('the demonstration owes each devnet key one coin, by OpenZeppelin’s tree', () => {
  const leaves = DEVNET_KEYS.map(({ address }, index) => [index, address, 10n ** 18n])
  const types = ['uint256', 'address', 'uint256']
  const { root } = StandardMerkleTree.of(leaves, types, { sortLeaves: false })
  expect(DEMONSTRATION_ROOT).toBe(root)
})
