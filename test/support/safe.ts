import { createRequire } from 'node:module'
import {
  concat,
  getAddress,
  getCreate2Address,
  Interface,
  type InterfaceAbi,
  keccak256,
  ZeroHash,
} from 'ethers'
import type { TestChain } from './chain.ts'

// A real Safe, from the artefacts its makers published.

export type SafeVersion = '1.3.0' | '1.4.1'

/** What can be asked of any node. */
export type SafeChain = Pick<TestChain, 'request'>

export interface SafeArtifact {
  readonly abi: InterfaceAbi
  readonly bytecode: string
  readonly deployedBytecode: string
}

type Part = keyof (typeof FILES)['1.4.1']

const ZERO = `0x${'00'.repeat(20)}`
/** Of the node, at genesis; and its copy at the address that deployed 1.4.1 everywhere. */
const DEPLOYER = '0x4e59b44847b379578588920cA78FbF26c0B4956C'
const SAFE_DEPLOYER = '0x914d7Fec6aaC8cd542e72Bca78B30650d45643d7'
const DEPLOYERS = { '1.3.0': DEPLOYER, '1.4.1': SAFE_DEPLOYER } as const
const PACKAGES = {
  '1.3.0': '@gnosis.pm/safe-contracts',
  '1.4.1': '@safe-global/safe-contracts',
} as const
const FILES = {
  '1.3.0': {
    singleton: 'GnosisSafe.sol/GnosisSafe',
    singletonL2: 'GnosisSafeL2.sol/GnosisSafeL2',
    factory: 'proxies/GnosisSafeProxyFactory.sol/GnosisSafeProxyFactory',
    fallbackHandler: 'handler/CompatibilityFallbackHandler.sol/CompatibilityFallbackHandler',
    multiSend: 'libraries/MultiSend.sol/MultiSend',
    multiSendCallOnly: 'libraries/MultiSendCallOnly.sol/MultiSendCallOnly',
  },
  '1.4.1': {
    singleton: 'Safe.sol/Safe',
    singletonL2: 'SafeL2.sol/SafeL2',
    factory: 'proxies/SafeProxyFactory.sol/SafeProxyFactory',
    fallbackHandler: 'handler/CompatibilityFallbackHandler.sol/CompatibilityFallbackHandler',
    multiSend: 'libraries/MultiSend.sol/MultiSend',
    multiSendCallOnly: 'libraries/MultiSendCallOnly.sol/MultiSendCallOnly',
  },
} as const

const require = createRequire(import.meta.url)

export function safeArtifact(version: SafeVersion, part: Part): SafeArtifact {
  return require(`${PACKAGES[version]}/build/artifacts/contracts/${FILES[version][part]}.json`)
}

/** The contract's own interface, to ask it what ours must equal. */
export function safeInterface(version: SafeVersion): Interface {
  return new Interface(safeArtifact(version, 'singleton').abi)
}

export interface SafeSetup {
  readonly owners: readonly string[]
  readonly threshold: number
  /** Of the L2 edition, which has more events. */
  readonly isL2?: boolean
  readonly fallbackHandler?: string
  /** Delegate-called while the Safe is made, as modules and guards can be set. */
  readonly initializer?: { readonly to: string; readonly data: string }
}

/** One release of Safe on one chain, at the addresses it has on every chain. */
export interface SafeRelease extends Readonly<Record<Part, string>> {
  readonly version: SafeVersion
  /** A new proxy; it holds nothing. */
  create(setup: SafeSetup): Promise<string>
}

/** Deploys a release of Safe where it is not yet. */
export async function deploySafeRelease(
  chain: SafeChain,
  version: SafeVersion,
): Promise<SafeRelease> {
  const code = await chain.request<string>('eth_getCode', [DEPLOYER, 'latest'])
  await chain.request('anvil_setCode', [SAFE_DEPLOYER, code])
  const parts = Object.keys(FILES[version]) as Part[]
  const addresses = {} as Record<Part, string>
  for (const part of parts) addresses[part] = await deployPart(chain, version, part)

  const factory = new Interface(safeArtifact(version, 'factory').abi)
  let made = 0n
  return {
    ...addresses,
    version,
    async create({ owners, threshold, isL2 = false, fallbackHandler, initializer }) {
      const setup = safeInterface(version).encodeFunctionData('setup', [
        owners,
        threshold,
        initializer?.to ?? ZERO,
        initializer?.data ?? '0x',
        fallbackHandler ?? addresses.fallbackHandler,
        ZERO,
        0,
        ZERO,
      ])
      const singleton = isL2 ? addresses.singletonL2 : addresses.singleton
      const call = { to: addresses.factory, data: '' }
      let safe: string
      // A salt may be taken by an earlier test of the same chain.
      do {
        call.data = factory.encodeFunctionData('createProxyWithNonce', [singleton, setup, made++])
        const answer = await chain.request<string>('eth_call', [call, 'latest']).catch(() => '0x')
        safe =
          answer === '0x' ? '' : factory.decodeFunctionResult('createProxyWithNonce', answer)[0]
      } while (safe === '')
      await sendTransaction(chain, call)
      return safe
    },
  }
}

async function deployPart(chain: SafeChain, version: SafeVersion, part: Part): Promise<string> {
  const { bytecode } = safeArtifact(version, part)
  const deployer = DEPLOYERS[version]
  const address = getCreate2Address(deployer, ZeroHash, keccak256(bytecode))
  const code = await chain.request<string>('eth_getCode', [address, 'latest'])
  if (code === '0x')
    await sendTransaction(chain, { to: deployer, data: concat([ZeroHash, bytecode]) })
  return address
}

export interface TestReceipt {
  readonly status: string
  readonly gasUsed: string
  readonly transactionHash: string
  readonly contractAddress?: string | null
  readonly logs: readonly { address: string; topics: string[]; data: string }[]
}

/** Sends from an unlocked account, the node's first unless one is named, and waits; it must succeed. */
export async function sendTransaction(
  chain: SafeChain,
  call: { from?: string; to: string; data?: string; value?: bigint },
): Promise<TestReceipt> {
  const [first] = await chain.request<string[]>('eth_accounts')
  const value = `0x${(call.value ?? 0n).toString(16)}`
  const transaction = { from: first, ...call, value, gas: '0x989680' }
  const receipt = await chain.request<TestReceipt>('eth_sendTransactionSync', [transaction])
  if (receipt.status !== '0x1') throw new Error('a transaction of the test did not succeed')
  return receipt
}

/** Deploys from the node's first account. @returns the contract's address, EIP-55 */
export async function deploy(chain: SafeChain, data: string): Promise<string> {
  const [from] = await chain.request<string[]>('eth_accounts')
  const transaction = { from, data, gas: '0x989680' }
  const receipt = await chain.request<TestReceipt>('eth_sendTransactionSync', [transaction])
  return getAddress(receipt.contractAddress as string)
}
