// What owners of a multisig sign: calls that the multisig will make. A policy counts what they move as
// if it were the key's own.

import { checksumAddress } from '../../primitives/address.ts'
import { NATIVE } from './policy.ts'
import type { Counterparty, Move, SigningRequest } from './signing-request.ts'
import { readTokenCall } from './token-calls.ts'

type Members = Readonly<Record<string, unknown>>

interface SignedCall {
  readonly to: string
  readonly valueWei: bigint
  readonly data: string
}

/** Reads the calls of a message; undefined if they do not fit the type. */
type Reader = (message: Members) => readonly SignedCall[] | undefined

const PROPOSAL =
  'Proposal(Call[] calls,uint192 key,uint64 sequence,uint64 expiresAt)Call(address to,uint256 value,bytes data)'
const SAFE_TX =
  'SafeTx(address to,uint256 value,bytes data,uint8 operation,uint256 safeTxGas,uint256 baseGas,uint256 gasPrice,address gasToken,address refundReceiver,uint256 nonce)'

const READERS: Readonly<Record<string, Reader>> = {
  // src/contracts/multisig/IGradedMultisig.sol
  [PROPOSAL]: ({ calls }) => (Array.isArray(calls) ? all(calls) : undefined),
  // A delegatecall can do anything, and a refund pays the executor: neither is read.
  [SAFE_TX]: (message) => {
    const isPlain = ['operation', 'safeTxGas', 'baseGas', 'gasPrice'].every(
      (name) => BigInt(String(message[name])) === 0n,
    )
    return isPlain ? all([message]) : undefined
  },
}

/** Whether a message of this type is a multisig's. */
export function isMultisigMessage(encodedType: string): boolean {
  return Object.hasOwn(READERS, encodedType)
}

/**
 * What a multisig's message does: it calls the multisig and whom the calls pay or call, and moves what
 * they move. Unreadable calls are refused if rules limit recipients or amounts.
 * @param multisig the domain's verifying contract, EIP-55.
 */
export function multisigRequest(
  chainId: bigint | null,
  multisig: string,
  encodedType: string,
  message: Members,
): SigningRequest {
  const own: Counterparty = { address: multisig, role: 'recipient' }
  const calls = attempt(() => READERS[encodedType]?.(message))
  const read = calls?.map(readCall)
  if (!read || read.some((one) => one === undefined)) {
    const unread = {
      what: 'permit',
      primaryType: encodedType.slice(0, encodedType.indexOf('(')),
    } as const
    return { chainId, counterparties: [own], moves: [], unread }
  }
  const known = read.filter((one) => one !== undefined)
  return {
    chainId,
    counterparties: [own, ...known.flatMap(({ counterparties }) => counterparties)],
    moves: known.flatMap(({ moves }) => moves),
  }
}

/** Undefined for a call that is neither a payment nor one of the known token calls. */
function readCall({
  to,
  valueWei,
  data,
}: SignedCall): { counterparties: Counterparty[]; moves: Move[] } | undefined {
  if (data === '0x') {
    const counterparties: Counterparty[] = [{ address: to, role: 'recipient' }]
    return { counterparties, moves: [{ asset: NATIVE, amountBaseUnits: valueWei }] }
  }
  const grant = readTokenCall(data)
  if (grant === undefined) return undefined
  return {
    counterparties: [
      { address: to, role: 'token' },
      { address: grant.beneficiary, role: 'recipient' },
    ],
    moves: [
      { asset: NATIVE, amountBaseUnits: valueWei },
      { asset: to, amountBaseUnits: grant.amountBaseUnits },
    ],
  }
}

function all(values: readonly unknown[]): SignedCall[] {
  return values.map((value) => {
    const { to, value: wei, data } = value as Members
    if (typeof to !== 'string' || !/^0x[0-9a-fA-F]{40}$/.test(to)) throw new TypeError('no address')
    if (typeof data !== 'string' || !/^0x(?:[0-9a-fA-F]{2})*$/.test(data))
      throw new TypeError('no bytes')
    return { to: checksumAddress(to), valueWei: BigInt(String(wei)), data }
  })
}

function attempt<T>(work: () => T): T | undefined {
  try {
    return work()
  } catch {
    return undefined
  }
}
