import { CATALOGUE, type ContractArtifact, type ContractName } from '../../artifacts/catalogue.ts'
import { DEVNET_KEYS, type DevnetKey } from '../../keystore/devnet-keys.ts'
import { ZERO_ADDRESS } from '../../primitives/address.ts'
import { nonceAt } from '../rpc/accounts.ts'
import { impersonate, sendFromNode, setBalance, stopImpersonating } from '../rpc/anvil.ts'
import type { Rpc } from '../rpc/rpc.ts'
import { minedReceipt } from './devnet-receipt.ts'

const DEV0 = (DEVNET_KEYS[0] as DevnetKey).address
const DEV1 = (DEVNET_KEYS[1] as DevnetKey).address
const DEV2 = (DEVNET_KEYS[2] as DevnetKey).address

/** An account without a key, which only deploys: so the nonces of dev0 to dev9 stay unused. */
const SHIPWRIGHT = '0x0000000000000000000000000000000000c0FfEE'

/**
 * Addresses of every contract of capstan, the same on every devnet: they follow from the nonces of the
 * deployer. dev0 deploys the first three, in this order; the shipwright deploys the others.
 */
export const DEVNET_CONTRACTS = {
  /** Behaves like the ERC-20 CMT of 2017; its whole supply is credited to dev0 without an event. */
  token: '0x5FbDB2315678afecb367f032d93F642f64180aa3',
  /** Sends a token to many accounts in one transaction. */
  spreader: '0xe7f1725E7734CE288F8367e1Bb143E90bb3F0512',
  /** An example: it is funded and owes each of dev0 to dev9 one coin. */
  distributor: '0x9fE46736679d2D9a65F0992F2272dE9f3c7fa6e0',
  /** Locks the token; the contract below releases coin for it. dev0 to dev2 relay. */
  'swap-lock': '0xdE13308a5767F41Ee51C4faDA96DdB82c9dc4CEc',
  'swap-release': '0x705d7dB00e7E0294f090F38DC2775F46Ec861B6e',
  /** dev0, dev1 and dev2 have weight one each, and every operation takes two. */
  multisig: '0x6354F0d8b4A45a30Af3D961A0153353a3a048590',
} as const satisfies Readonly<Record<ContractName, string>>

/** Root over `(index, account, 10^18)` of dev0 to dev9, in that order. */
export const DEMONSTRATION_ROOT =
  '0xb9bed6ca1d07faf907483fd926da4693d814403a6831d21ba59e02336bc976cd'
const COIN = 10n ** 18n
/** 2100-01-01, Unix seconds; a constant, so that every devnet has the same bytes. */
const DEADLINE = 4_102_444_800n
const DAY = 86_400n

const DEPLOYMENT_GAS = 8_000_000n
/** Both sides of the swap are on one chain, as an example. */
const [SOURCE_CHAIN, TARGET_CHAIN] = [31_337n, 31_338n]
const RETIRED_TO = '0x000000000000000000000000000000000000dEaD'
const THREE = [DEV0, DEV1, DEV2].sort((a, b) => (a.toLowerCase() < b.toLowerCase() ? -1 : 1))
/** Owner, guardian, relayers, quorum, and the delay of changes to them in seconds. */
const WATCH = [DEV0, DEV1, THREE, 2n, 2n * DAY]
const MEMBERS = THREE.map((account) => [account, 1n])
/** Every class of operation takes a weight of two, without delay. */
const CLASS_RULES = [0n, 1n, 2n, 3n, 4n, 5n].map((number) => [number, 2n, 0n])

interface Demonstration {
  readonly deployer: string
  /** Constructor arguments; structs are lists. */
  readonly args: readonly unknown[]
  readonly valueWei: bigint
}

/** Artifact and arguments of each, in the order of the nonces. */
const DEMONSTRATIONS: Readonly<Record<ContractName, Demonstration>> = {
  token: { deployer: DEV0, args: [], valueWei: 0n },
  spreader: { deployer: DEV0, args: [], valueWei: 0n },
  distributor: {
    deployer: DEV0,
    args: [DEMONSTRATION_ROOT, DEVNET_KEYS.length, 10n * COIN, ZERO_ADDRESS, DEADLINE, DEV0, DEV0],
    valueWei: 10n * COIN,
  },
  'swap-lock': {
    deployer: SHIPWRIGHT,
    args: [
      [DEVNET_CONTRACTS.token, RETIRED_TO, TARGET_CHAIN, DAY, DAY, COIN * 1_000_000n, DEADLINE],
      WATCH,
    ],
    valueWei: 0n,
  },
  'swap-release': {
    deployer: SHIPWRIGHT,
    args: [
      [
        ...[SOURCE_CHAIN, DEVNET_CONTRACTS['swap-lock'], DEVNET_CONTRACTS.token, ZERO_ADDRESS, 1n],
        ...[COIN * 1_000n, COIN * 10_000n, DEADLINE, DEV0],
      ],
      WATCH,
    ],
    valueWei: 0n,
  },
  multisig: {
    deployer: SHIPWRIGHT,
    args: [[MEMBERS, CLASS_RULES, [], [], [], 1n, DAY]],
    valueWei: 0n,
  },
}

/**
 * Deploys what is missing: also on a chain whose start was interrupted, or of an earlier capstan.
 * @throws DEVNET_TRANSACTION_FAILED
 */
export async function deployDevnetContracts(rpc: Rpc): Promise<void> {
  await deployAs(rpc, DEV0)
  await rpc.batch([setBalance(SHIPWRIGHT, 10n * COIN), impersonate(SHIPWRIGHT)])
  await deployAs(rpc, SHIPWRIGHT)
  await rpc.ask(stopImpersonating(SHIPWRIGHT))
}

async function deployAs(rpc: Rpc, deployer: string): Promise<void> {
  const sent = await rpc.ask(nonceAt(deployer, 'latest'))
  const names = (Object.keys(DEMONSTRATIONS) as ContractName[]).filter(
    (name) => DEMONSTRATIONS[name].deployer === deployer,
  )
  // One after another, each in its own block, so that every devnet begins with the same chain.
  for (const name of names.slice(sent)) {
    const message = {
      from: deployer,
      gas: DEPLOYMENT_GAS,
      value: DEMONSTRATIONS[name].valueWei,
      data: await initCodeOf(name),
    }
    await minedReceipt(rpc, await rpc.ask(sendFromNode(message)))
  }
}

/** Loaded only here: bytecode is large and needed once in a devnet's life. */
async function initCodeOf(name: ContractName): Promise<string> {
  const [{ Interface }, { abi, bytecode }] = await Promise.all([
    import('ethers'),
    CATALOGUE[name].load() as Promise<ContractArtifact>,
  ])
  const args = new Interface(abi as string[]).encodeDeploy(DEMONSTRATIONS[name].args)
  return bytecode + args.slice(2)
}
