import type { Chain } from '../../chain/chain.ts'
import { readViews, type ViewedContract } from '../../chain/contracts/views.ts'
import { balanceAt, codeAt, NO_CODE, storageAt } from '../../chain/rpc/accounts.ts'
import { type BlockTag, headNumber } from '../../chain/rpc/blocks.ts'
import { askAll } from '../../chain/rpc/rpc.ts'
import { word } from '../../primitives/abi-words.ts'
import { checksumAddress, ZERO_ADDRESS } from '../../primitives/address.ts'
import { hexToBytes } from '../../primitives/hex.ts'
import { keccak256Hex } from '../../primitives/keccak.ts'
import { SAFE } from './safe-abi.ts'
import { safeMissing, safeUnexpected } from './safe-errors.ts'
import { FALLBACK_HANDLERS, PROXIES, type SafeSingleton, SINGLETONS } from './safe-releases.ts'

/** `singleton`, the proxy's only variable. */
const SINGLETON_SLOT = '0x0'
/** keccak256("guard_manager.guard.address") (GuardManager.sol). */
const GUARD_SLOT = '0x4a204f620c8c5ccdca3fd54d003badd85ba500436a431f0cbda4f558c93c34c8'
/** keccak256("fallback_manager.handler.address") (FallbackManager.sol). */
const HANDLER_SLOT = '0x6c9a6c4a39284e37ed1cf53d337577d14212a4870fb976a4366c693b939918d5'
/** Where the list of modules begins (ModuleManager.sol, SENTINEL_MODULES). */
const FIRST_MODULE = '0x0000000000000000000000000000000000000001'
const MAX_MODULES = 100

/** The state of a Safe at one block. Addresses are EIP-55. */
export interface Safe extends SafeSingleton {
  readonly address: string
  readonly blockNumber: number
  readonly singleton: string
  /** As the contract lists them. */
  readonly owners: readonly string[]
  readonly threshold: number
  /** Nonce of the next execution. */
  readonly nonce: bigint
  /** Modules can move everything without the owners. */
  readonly modules: readonly string[]
  /** The guard can refuse any execution. */
  readonly guard: string | null
  readonly fallbackHandler: { readonly address: string; readonly isKnown: boolean } | null
  readonly balanceWei: bigint
}

/**
 * Reads a Safe and proves it by its code: a known proxy that runs a known singleton. What a contract
 * reports about itself proves nothing.
 * @throws MULTISIG_MISSING, MULTISIG_FOREIGN
 */
export async function readSafe(chain: Chain, address: string): Promise<Safe> {
  const blockNumber = await chain.rpc.ask(headNumber)
  const { singleton, guard, handler, balanceWei } = await storedIn(chain, address, blockNumber)
  const [code = '', handlerCode = ''] = await codeHashes(chain, [singleton, handler], blockNumber)
  const known = SINGLETONS[code]
  if (!known)
    throw safeUnexpected(address, `runs the code at ${singleton}, which is not that of a Safe`)
  const { version, ...answers } = await answersOf(chain, address, blockNumber)
  if (version !== known.version) throw safeUnexpected(address, `reports version ${version}`)
  return {
    ...{ address, ...known, ...answers, blockNumber, singleton, balanceWei },
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
  at: BlockTag,
): Promise<string[]> {
  const codes = await askAll(
    rpc,
    addresses.map((address) => codeAt(address, at)),
  )
  return codes.map(codeHash)
}

/** Facts that only the storage has; proves the proxy. */
async function storedIn({ rpc, network }: Chain, address: string, at: number) {
  const [code, balanceWei, singleton, guard, handler] = await askAll(rpc, [
    codeAt(address, at),
    balanceAt(address, at),
    storageAt(address, SINGLETON_SLOT, at),
    storageAt(address, GUARD_SLOT, at),
    storageAt(address, HANDLER_SLOT, at),
  ])
  if (code === NO_CODE) throw safeMissing(address, network.name)
  if (!PROXIES.includes(codeHash(code))) throw safeUnexpected(address, 'is not a proxy of Safe')
  return {
    singleton: addressOfWord(singleton),
    guard: addressOfWord(guard),
    handler: addressOfWord(handler),
    balanceWei,
  }
}

/** The answers of the singleton. */
async function answersOf(chain: Chain, address: string, at: number) {
  const views = [
    { view: 'VERSION' },
    { view: 'getOwners' },
    { view: 'getThreshold' },
    { view: 'nonce' },
    { view: 'getModulesPaginated', args: [FIRST_MODULE, MAX_MODULES] },
  ]
  const results = await readViews(chain, safeContract(address), views, at)
  const [version, owners, threshold, nonce, modules] = results.map(([value]) => value)
  return {
    version: version as string,
    owners: addresses(owners),
    threshold: Number(threshold),
    nonce: nonce as bigint,
    modules: addresses(modules),
  }
}

/** A Safe whose code is proved. */
export function safeContract(address: string): ViewedContract {
  return { address, abi: SAFE }
}

function addresses(list: unknown): string[] {
  return [...(list as Iterable<string>)]
}

function codeHash(code: string): string {
  return keccak256Hex(hexToBytes(code, 'code'))
}

function addressOfWord(value: bigint): string {
  return checksumAddress(`0x${word(value).slice(24)}`)
}
