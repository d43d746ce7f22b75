import type { Chain } from '../chain/chain.ts'
import { sha256Hex } from '../primitives/digest.ts'
import type { CheckTools } from './check-proposal.ts'
import { connectMultisig } from './drivers.ts'
import type { KnownMultisigs } from './known/known-multisigs.ts'
import type { DriverName } from './proposal/proposal.ts'

const KEY_BYTES = 24

/** A multisig's driver, chain and the records of this home. */
export interface MultisigTools extends CheckTools {
  readonly known: KnownMultisigs
  /** Milliseconds since the epoch. */
  readonly now: number
}

export interface MultisigChoice {
  readonly driver: DriverName
  /** EIP-55. */
  readonly multisig: string
  /** Batch contract of a Safe, EIP-55, if it is not at its usual address. */
  readonly multiSend?: string | undefined
  /** Identifies the work: of all proposals for the same work only one can be executed. */
  readonly work?: string | undefined
}

export interface MultisigPorts {
  readonly chain: Chain
  readonly known: KnownMultisigs
  readonly now: number
  readonly randomBytes: (count: number) => Uint8Array
}

/** Connects to a multisig. The first request proves that it is one. */
export async function openMultisig(
  { chain, known, now, randomBytes }: MultisigPorts,
  { driver, multisig, multiSend, work }: MultisigChoice,
): Promise<MultisigTools> {
  const connected = await connectMultisig(driver, chain, multisig, {
    nonceKey: () =>
      work === undefined
        ? BigInt(`0x${Buffer.from(randomBytes(KEY_BYTES)).toString('hex')}`)
        : BigInt(`0x${sha256Hex(work).slice(0, 2 * KEY_BYTES)}`),
    names: await known.recipientNames(Number(chain.chainId), multisig),
    multiSend,
  })
  return { chain, driver: connected, known, now }
}

/** Records a proved multisig in this home. */
export function remember({
  driver,
  known,
}: Pick<MultisigTools, 'driver' | 'known'>): Promise<void> {
  const { chainId, multisig: address, name } = driver
  return known.remember({ chainId: Number(chainId), address, driver: name, name: '' })
}
