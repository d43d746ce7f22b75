import { readFile } from 'node:fs/promises'
import { z } from 'zod'
import { parseAddress } from '../../primitives/address.ts'
import { proofOfOther, proofUnreadable } from './distributor-errors.ts'

/** A leaf with the siblings that lead to the root. */
export interface HolderProof {
  readonly index: number
  /** EIP-55. */
  readonly account: string
  readonly amountBaseUnits: bigint
  readonly proof: readonly string[]
}

/** What `migrate proof` prints; more keys (root, warnings) are passed over. */
const schema = z.object({
  index: z
    .number()
    .int()
    .min(0)
    .max(2 ** 32 - 1),
  account: z.string().transform((text) => parseAddress(text, 'account')),
  amountBaseUnits: z
    .string()
    .regex(/^(?:0|[1-9][0-9]{0,77})$/)
    .transform(BigInt)
    .refine((amount) => amount >> 256n === 0n),
  proof: z.array(z.string().regex(/^0x[0-9a-fA-F]{64}$/)).max(256),
})

/** @throws PROOF_FILE_INVALID, PROOF_OF_OTHER */
export async function readProofFile(file: string, account: string): Promise<HolderProof> {
  const parsed = schema.safeParse(await json(file))
  if (!parsed.success) {
    const at = parsed.error.issues[0]?.path.join('.')
    throw proofUnreadable(file, at ? `${at} is not what it must be` : 'it holds no object')
  }
  if (parsed.data.account !== account) throw proofOfOther(file, parsed.data.account, account)
  return parsed.data
}

async function json(file: string): Promise<unknown> {
  try {
    return JSON.parse(await readFile(file, 'utf8'))
  } catch (error) {
    const isMissing = (error as NodeJS.ErrnoException).code === 'ENOENT'
    throw proofUnreadable(file, isMissing ? 'there is no such file' : 'it is not JSON')
  }
}
