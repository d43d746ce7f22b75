import { DEVNET_KEYS, type DevnetKey } from '../../keystore/devnet-keys.ts'
import { word } from '../../primitives/abi-words.ts'
import { nonceAt } from '../rpc/accounts.ts'
import { sendFromNode } from '../rpc/anvil.ts'
import type { Rpc } from '../rpc/rpc.ts'
import { minedReceipt } from './devnet-receipt.ts'

/**
 * Contracts every devnet has: deployed by dev0's first transactions, so their addresses follow
 * from its address and the nonces 0, 1 and 2.
 */
export const DEVNET_CONTRACTS = {
  /** Behaves like the ERC-20 CMT of 2017; its whole supply is credited to dev0 without an event. */
  token: '0x5FbDB2315678afecb367f032d93F642f64180aa3',
  /** Sends a token to many accounts in one transaction. */
  spreader: '0xe7f1725E7734CE288F8367e1Bb143E90bb3F0512',
  /** A distributor to look at: it is funded, and owes each of dev0 to dev9 one coin. */
  distributor: '0x9fE46736679d2D9a65F0992F2272dE9f3c7fa6e0',
} as const

/** Root over `(index, account, 10^18)` of dev0 to dev9, in that order. */
export const DEMONSTRATION_ROOT =
  '0xb9bed6ca1d07faf907483fd926da4693d814403a6831d21ba59e02336bc976cd'
const DEMONSTRATION_TOTAL_WEI = 10n * 10n ** 18n
/** 2100-01-01, in seconds since 1970; a constant, so that every devnet has the same bytes. */
const DEMONSTRATION_DEADLINE = 4_102_444_800n

const DEPLOYMENT_GAS = 6_000_000n
const DEPLOYER = (DEVNET_KEYS[0] as DevnetKey).address

/** Deploys what is missing. A chain that was cut off in the middle of it is completed. */
export async function deployDevnetContracts(rpc: Rpc): Promise<void> {
  const first = await rpc.ask(nonceAt(DEPLOYER, 'latest'))
  const missing = (await deployments()).slice(first)
  // One after the other, each in its own block, so that every devnet begins with the same chain.
  for (const { data, valueWei } of missing) {
    const message = { from: DEPLOYER, gas: DEPLOYMENT_GAS, value: valueWei, data }
    await minedReceipt(rpc, await rpc.ask(sendFromNode(message)))
  }
}

interface Deployment {
  readonly data: string
  readonly valueWei: bigint
}

/** In the order of their nonces. */
async function deployments(): Promise<Deployment[]> {
  // Bytecode is large, and needed only once in a devnet's life.
  const [{ cyberMilesToken }, { tokenSpreader }, { migrationDistributor }] = await Promise.all([
    import('../../artifacts/cyber-miles-token.ts'),
    import('../../artifacts/token-spreader.ts'),
    import('../../artifacts/migration-distributor.ts'),
  ])
  const distributorArguments = [
    BigInt(DEMONSTRATION_ROOT),
    BigInt(DEVNET_KEYS.length),
    DEMONSTRATION_TOTAL_WEI,
    0n,
    DEMONSTRATION_DEADLINE,
    BigInt(DEPLOYER),
    BigInt(DEPLOYER),
  ]
  return [
    { data: cyberMilesToken.bytecode, valueWei: 0n },
    { data: tokenSpreader.bytecode, valueWei: 0n },
    {
      data: migrationDistributor.bytecode + distributorArguments.map(word).join(''),
      valueWei: DEMONSTRATION_TOTAL_WEI,
    },
  ]
}
