// Constants of Bytom 1.x (reference: Bytom, 2.4, 2.6 and 6).

import type { Block } from './block.ts'
import { genesisOfOtherNetwork, notTheCheckpoint } from './bytomd-errors.ts'

/** A coinbase of height c is spendable from block c + 100 on. */
export const COINBASE_MATURITY = 100
/** From this height on, no transaction may name an output twice. */
export const REPEATED_SPENDS_END = 142_500

const GENESIS_OUTPUT = 140_700_041_250_000_000n
const FIRST_SUBSIDY = 41_250_000_000n
const HALVING_BLOCKS = 840_000

/** Networks of Bytom 1.x. Block 0 of the testnet and of every solonet is the same. */
export const BYTOM_1_NETWORKS = ['mainnet', 'testnet', 'solonet'] as const
export type Bytom1Network = (typeof BYTOM_1_NETWORKS)[number]

const MAINNET_GENESIS = 'a75483474799ea1aa6bb910a1a5025b4372bf20bef20f246a2c2dc5e12e8a053'

/** Of the mainnet, from the list built into bytomd. */
const CHECKPOINTS: ReadonlyMap<number, string> = new Map([
  [10_000, '93e1eb7821d2b4ad0f5b1cea82e843ad8c099ab65d8f70c584caa2ddf174652c'],
  [20_000, '7d3861f32cc00381bbcd9a376f105dfe6ffe2da5ea88a5e342eda1179ba80b7c'],
  [30_000, '323606d4272e352446267be0fa4810a43bb240f109515b229ff3c38328aa4a00'],
  [40_000, '7fe2de1121f3a9a0ee608d7d4beacc33fe4125dc2f26c2f29c0717f9e44f9d46'],
  [50_000, '5efbdff53538a60b75320261835434ff3e822ef864ae2dc76c9d5ebda3d450cf'],
  [62_000, 'd7398f2357f94ca028a7002b539e512d3ecac92259fcd03f671a0ab102bf2b03'],
  [380_000, 'f10041cceaf0679849895fa6a08d3304931bf84976e122e3cec26f19ff4f80f1'],
])

/** BTM that the block creates, in neu; its coinbase pays this and the fees. */
export function subsidyOf(height: number): bigint {
  if (height === 0) return GENESIS_OUTPUT
  return FIRST_SUBSIDY >> BigInt(Math.floor(height / HALVING_BLOCKS))
}

/**
 * Compares a block with the known ones of its network: block 0 and, on the mainnet, the checkpoints.
 * @throws BYTOM_NETWORK_MISMATCH, BYTOM_CHECKPOINT_MISMATCH
 */
export function assertKnownBlock(
  { height, hash }: Pick<Block, 'height' | 'hash'>,
  network: Bytom1Network,
): void {
  const isMainnet = network === 'mainnet'
  if (height === 0 && (hash === MAINNET_GENESIS) !== isMainnet) {
    throw genesisOfOtherNetwork(network, hash)
  }
  const checkpoint = isMainnet ? CHECKPOINTS.get(height) : undefined
  if (checkpoint !== undefined && checkpoint !== hash) {
    throw notTheCheckpoint(height, checkpoint, hash)
  }
}

/** Does a checkpoint at this height or above prove the chain up to it? */
export function isBelowCheckpoint(height: number, network: Bytom1Network): boolean {
  return network === 'mainnet' && height <= Math.max(...CHECKPOINTS.keys())
}
