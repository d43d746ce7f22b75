import { addressOfProgram } from '../../primitives/bytom/bytom-address.ts'
import type { ReviewedTemplate } from '../../primitives/bytom/review-template.ts'
import type { SigningRequest } from './signing-request.ts'

/**
 * What a transaction of Bytom does: who gets an output that does not come back, and what the key's
 * accounts are left without, the fee with it, since it is whatever the outputs leave over.
 */
export function templateRequest({ outputs, leaving }: ReviewedTemplate): SigningRequest {
  return {
    chainId: null,
    counterparties: outputs
      .filter(({ path }) => path === null)
      // A list of recipients has the addresses of the mainnet, which stand for all networks.
      .map(({ program }) => ({
        address: addressOfProgram('mainnet', program) ?? null,
        role: 'recipient' as const,
      })),
    moves: [...leaving].map(([asset, amountBaseUnits]) => ({ asset, amountBaseUnits })),
  }
}
