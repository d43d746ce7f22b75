import { addressOfProgram } from '../../primitives/bytom/bytom-address.ts'
import type { ReviewedTemplate } from '../../primitives/bytom/review-template.ts'
import type { SigningRequest } from './signing-request.ts'

/**
 * What a Bytom transaction does: who gets the outputs that leave, and what the key's accounts lose,
 * including the fee, which is what the outputs leave over.
 */
export function templateRequest({ outputs, leaving }: ReviewedTemplate): SigningRequest {
  return {
    chainId: null,
    counterparties: outputs
      .filter(({ path }) => path === null)
      // Recipients are listed by mainnet address, which stands for all networks.
      .map(({ program }) => ({
        address: addressOfProgram('mainnet', program) ?? null,
        role: 'recipient' as const,
      })),
    moves: [...leaving].map(([asset, amountBaseUnits]) => ({ asset, amountBaseUnits })),
  }
}
