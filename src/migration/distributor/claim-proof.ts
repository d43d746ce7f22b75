import { z } from 'zod'
import { parseAddress } from '../../primitives/address.ts'
import { uint256 } from '../../primitives/fields.ts'
import { bySchema } from '../../primitives/format.ts'
import { membersOf, parseJson } from '../../primitives/json-fields.ts'
import { reading } from '../../primitives/malformed.ts'
import { findTextFile } from '../../primitives/text-file.ts'
import { proofOfOther, proofUnreadable } from './distributor-errors.ts'

const MAX_UINT32 = 2 ** 32 - 1

/** A leaf with its proof. */
export interface HolderProof {
  readonly index: number
  /** EIP-55. */
  readonly account: string
  readonly amountBaseUnits: bigint
  readonly proof: readonly string[]
}

/** Output of `migrate proof`; other keys (root, warnings) are ignored. */
const readProof = bySchema<HolderProof>(
  z.object({
    index: z.int().min(0).max(MAX_UINT32),
    account: z.string().transform((text) => parseAddress(text, 'account')),
    amountBaseUnits: uint256,
    proof: z
      .array(z.string().regex(/^0x[0-9a-fA-F]{64}$/, 'is not 0x and 64 hex characters'))
      .max(256),
  }),
)

/** @throws PROOF_FILE_INVALID, PROOF_OF_OTHER; FILE_EXPECTED for a folder */
export async function readProofFile(file: string, account: string): Promise<HolderProof> {
  const text = await findTextFile(file)
  if (text === undefined) throw proofUnreadable(file, 'there is no such file')
  const proof = await reading(
    () => readProof(membersOf(parseJson(text), 'it')),
    (reason) => proofUnreadable(file, reason),
  )
  if (proof.account !== account) throw proofOfOther(file, proof.account, account)
  return proof
}
