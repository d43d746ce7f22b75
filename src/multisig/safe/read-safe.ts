import type { Chain } from '../../chain/chain.ts'
import { quantityToNumber } from '../../chain/rpc/quantity.ts'
import type { RpcAnswer, RpcCall } from '../../chain/rpc/rpc.ts'
import { resultOf } from '../../chain/transactions/fees.ts'
import { checksumAddress, ZERO_ADDRESS } from '../../primitives/address.ts'
import { hexToBytes } from '../../primitives/hex.ts'
import { keccak256Hex } from '../../primitives/keccak.ts'
import { SAFE } from './safe-abi.ts'
import { safeForeign, safeMissing } from './safe-errors.ts'
import { FALLBACK_HANDLERS, PROXIES, type SafeSingleton, SINGLETONS } from './safe-releases.ts'

/** `singleton`, the proxy's only variable. */
const SINGLETON_SLOT = '0x0'
/** keccak256("guard_manager.guard.address") (GuardManager.sol). */
const GUARD_SLOT = '0x4a204f620c8c5ccdca3fd54d003badd85ba500436a431f0cbda4f558c93c34c8'
/** keccak256("fallback_manager.handler.address") (FallbackManager.sol). */
const HANDLER_SLOT = '0x6c9a6c4a39284e37ed1cf53d337577d14212a4870fb976a4366c693b939918d5'
/** Where the list of modules begins (ModuleManager.sol, SENTINEL_MODULES). */
const FIRST_MODULE = '0x0000000000000000000000000000000000000001'
const MOST_MODULES = 100

/** A Safe as it stands at one block. Addresses EIP-55. */
export interface Safe extends SafeSingleton {
  readonly address: string
  readonly blockNumber: number
  readonly singleton: string
  /** As the contract lists them. */
  readonly owners: readonly string[]
  readonly threshold: number
  /** Of the next execution. */
  readonly nonce: bigint
  /** They move everything without asking the owners. */
  readonly modules: readonly string[]
  /** It may refuse any execution. */
  readonly guard: string | null
  readonly fallbackHandler: { readonly address: string; readonly isKnown: boolean } | null
  readonly balanceWei: bigint
}

/**
 * Reads a Safe, and proves by its code that it is one: a proxy of the makers that runs one of their
 * singletons. What it says of itself would prove nothing.
 * @throws MULTISIG_MISSING, MULTISIG_FOREIGN
 */
export async function readSafe(chain: Chain, address: string): Promise<Safe> {
  const block = await chain.rpc.request<string>('eth_blockNumber')
  const { singleton, guard, handler, balanceWei } = await storedIn(chain, address, block)
  const [code = '', handlerCode = ''] = await codeHashes(chain, [singleton, handler], block)
  const known = SINGLETONS[code]
  if (!known) throw safeForeign(address, `runs the code at ${singleton}, which is no Safe's`)
  const { version, ...answers } = await answersOf(chain, address, block)
  if (version !== known.version) throw safeForeign(address, `says it has version ${version}`)
  return {
    ...{ address, ...known, ...answers, singleton, balanceWei },
    blockNumber: quantityToNumber(block),
    guard: guard === ZERO_ADDRESS ? null : guard,
    fallbackHandler:
      handler === ZERO_ADDRESS
        ? null
        : { address: handler, isKnown: FALLBACK_HANDLERS.includes(handlerCode) },
  }
}

/** keccak256 of the code at each address, at a block. */
export async function codeHashes(
  { rpc }: Pick<Chain, 'rpc'>,
  addresses: readonly string[],
  block: string,
): Promise<string[]> {
  const answers = await rpc.batch(
    addresses.map((address) => ({ method: 'eth_getCode', params: [address, block] })),
  )
  return addresses.map((_, index) => keccak256Hex(hexToBytes(resultOf(answers[index]), 'code')))
}

/** What only the storage tells; proves the proxy. */
async function storedIn({ rpc, network }: Chain, address: string, block: string) {
  const slots = [SINGLETON_SLOT, GUARD_SLOT, HANDLER_SLOT]
  const [code, balance, ...words] = await rpc.batch([
    { method: 'eth_getCode', params: [address, block] },
    { method: 'eth_getBalance', params: [address, block] },
    ...slots.map((slot) => ({ method: 'eth_getStorageAt', params: [address, slot, block] })),
  ])
  const bytes = resultOf<string>(code)
  if (bytes === '0x') throw safeMissing(address, network.name)
  if (!PROXIES.includes(keccak256Hex(hexToBytes(bytes, 'code')))) {
    throw safeForeign(address, 'is no proxy of Safe')
  }
  const [singleton, guard, handler] = words.map((word) => addressOfWord(resultOf(word)))
  return { singleton, guard, handler, balanceWei: BigInt(resultOf<string>(balance)) } as {
    singleton: string
    guard: string
    handler: string
    balanceWei: bigint
  }
}

/** What the singleton answers. */
async function answersOf({ rpc }: Chain, address: string, block: string) {
  const calls = [
    safeCall(address, 'VERSION', [], block),
    safeCall(address, 'getOwners', [], block),
    safeCall(address, 'getThreshold', [], block),
    safeCall(address, 'nonce', [], block),
    safeCall(address, 'getModulesPaginated', [FIRST_MODULE, MOST_MODULES], block),
  ]
  const [version, owners, threshold, nonce, modules] = await rpc.batch(calls)
  return {
    version: safeAnswer('VERSION', version) as string,
    owners: addresses(safeAnswer('getOwners', owners)),
    threshold: Number(safeAnswer('getThreshold', threshold)),
    nonce: safeAnswer('nonce', nonce) as bigint,
    modules: addresses(safeAnswer('getModulesPaginated', modules)),
  }
}

/** A view of a Safe, as JSON-RPC wants it. */
export function safeCall(
  to: string,
  view: string,
  args: readonly unknown[],
  block: string,
): RpcCall {
  return {
    method: 'eth_call',
    params: [{ to, data: SAFE.encodeFunctionData(view, args) }, block],
  }
}

/** The first value a view answers. @throws RPC_ERROR */
export function safeAnswer(view: string, answer: RpcAnswer | undefined): unknown {
  return SAFE.decodeFunctionResult(view, resultOf<string>(answer))[0]
}

function addresses(list: unknown): string[] {
  return [...(list as Iterable<string>)]
}

function addressOfWord(word: string): string {
  return checksumAddress(`0x${word.slice(2).padStart(64, '0').slice(24)}`)
}
