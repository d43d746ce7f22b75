import { migrationDistributor } from '../../artifacts/migration-distributor.ts'
import { hexToBytes } from '../../primitives/hex.ts'
import { keccak256Hex } from '../../primitives/keccak.ts'
import { writeUint256 } from '../../primitives/uint256.ts'
import { type DistributorTerms, tokenOf } from './distributor.ts'

/**
 * Gas a recipient is given by `distribute`: `NATIVE_PUSH_GAS` and `TOKEN_PUSH_GAS` of the contract.
 */
const PUSH_GAS = { native: 10_000n, token: 200_000n }

/**
 * The exact runtime code of a distributor with these terms. A contract that
 * answers its views alike but pays by another root has other code.
 */
export function distributorCode(terms: DistributorTerms): Uint8Array {
  const code = hexToBytes(migrationDistributor.deployedBytecode)
  const values = immutables(terms)
  for (const [index, references] of migrationDistributor.immutableReferences.entries()) {
    for (const start of references) writeUint256(values[index] as bigint, code, start)
  }
  return code
}

/** keccak256 of the runtime code, as `extcodehash` gives it. */
export function distributorCodeHash(terms: DistributorTerms): string {
  return keccak256Hex(distributorCode(terms))
}

/** In the order of their declaration, which is the order of the artifact's references. */
function immutables(terms: DistributorTerms): readonly bigint[] {
  return [
    BigInt(terms.root),
    BigInt(terms.leafCount),
    terms.totalBaseUnits,
    BigInt(tokenOf(terms.asset)),
    BigInt(terms.remainderTo),
    BigInt(terms.owner),
    terms.asset === 'native' ? PUSH_GAS.native : PUSH_GAS.token,
    BigInt(terms.deadlineSeconds),
  ]
}
