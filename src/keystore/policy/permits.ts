import { checksumAddress } from '../../primitives/address.ts'
import { UNLIMITED } from './signing-request.ts'

/** An allowance or transfer that a signed message grants. */
export interface Permit {
  /** EIP-55. */
  readonly beneficiary: string
  readonly grants: readonly { readonly token: string; readonly amountBaseUnits: bigint }[]
}

type Members = Readonly<Record<string, unknown>>
type Reader = (message: Members, contract: string) => Permit

const PERMIT2_LIMITLESS = (1n << 160n) - 1n

/**
 * The messages that tokens and Permit2 accept, by EIP-712 type. The same name with another type is
 * another message.
 */
const PERMITS: Readonly<Record<string, Reader>> = {
  // EIP-2612
  'Permit(address owner,address spender,uint256 value,uint256 nonce,uint256 deadline)': (
    { spender, value },
    token,
  ) => one(spender, token, amount(value)),
  // DAI
  'Permit(address holder,address spender,uint256 nonce,uint256 expiry,bool allowed)': (
    { spender, allowed },
    token,
  ) => one(spender, token, allowed === false ? 0n : UNLIMITED),
  // EIP-3009
  ...both('WithAuthorization', ({ to, value }, token) => one(to, token, amount(value))),
  // https://github.com/Uniswap/permit2: src/libraries/PermitHash.sol
  'PermitSingle(PermitDetails details,address spender,uint256 sigDeadline)PermitDetails(address token,uint160 amount,uint48 expiration,uint48 nonce)':
    ({ spender, details }) => many(spender, [details]),
  'PermitBatch(PermitDetails[] details,address spender,uint256 sigDeadline)PermitDetails(address token,uint160 amount,uint48 expiration,uint48 nonce)':
    ({ spender, details }) => many(spender, list(details)),
  'PermitTransferFrom(TokenPermissions permitted,address spender,uint256 nonce,uint256 deadline)TokenPermissions(address token,uint256 amount)':
    ({ spender, permitted }) => many(spender, [permitted]),
  'PermitBatchTransferFrom(TokenPermissions[] permitted,address spender,uint256 nonce,uint256 deadline)TokenPermissions(address token,uint256 amount)':
    ({ spender, permitted }) => many(spender, list(permitted)),
}

/**
 * What a message of a known type grants; undefined for other types, and for values that do not fit
 * their type.
 * @param contract the domain's verifying contract, EIP-55.
 */
export function readPermit(
  encodedType: string,
  message: Members,
  contract: string,
): Permit | undefined {
  const read = Object.hasOwn(PERMITS, encodedType) ? PERMITS[encodedType] : undefined
  try {
    return read?.(message, contract)
  } catch (error) {
    if (error instanceof Unreadable) return undefined
    throw error
  }
}

/** Whether a message of an unknown type looks like an allowance. */
export function isPermitLike(encodedType: string): boolean {
  return /permit|approv|allow|authoriz|\bspender\b|\boperator\b/i.test(encodedType)
}

class Unreadable extends Error {}

function both(name: string, read: Reader): Record<string, Reader> {
  const members =
    'address from,address to,uint256 value,uint256 validAfter,uint256 validBefore,bytes32 nonce'
  return { [`Transfer${name}(${members})`]: read, [`Receive${name}(${members})`]: read }
}

function one(beneficiary: unknown, token: string, amountBaseUnits: bigint): Permit {
  return { beneficiary: address(beneficiary), grants: [{ token, amountBaseUnits }] }
}

function many(beneficiary: unknown, permissions: readonly unknown[]): Permit {
  const grants = permissions.map((permission) => {
    if (typeof permission !== 'object' || permission === null) throw new Unreadable()
    const { token, amount: value } = permission as Members
    const most = amount(value)
    return {
      token: address(token),
      amountBaseUnits: most >= PERMIT2_LIMITLESS ? UNLIMITED : most,
    }
  })
  return { beneficiary: address(beneficiary), grants }
}

function list(value: unknown): readonly unknown[] {
  if (!Array.isArray(value)) throw new Unreadable()
  return value
}

function address(value: unknown): string {
  if (typeof value !== 'string' || !/^0x[0-9a-fA-F]{40}$/.test(value)) throw new Unreadable()
  return checksumAddress(value)
}

function amount(value: unknown): bigint {
  if (typeof value === 'bigint' && value >= 0n) return value
  if (typeof value === 'number' && Number.isSafeInteger(value) && value >= 0) return BigInt(value)
  if (typeof value === 'string' && /^(?:[0-9]+|0x[0-9a-fA-F]+)$/.test(value)) return BigInt(value)
  throw new Unreadable()
}
