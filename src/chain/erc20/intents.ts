import type { Intent } from '../transactions/intent.ts'
import { TOKEN_ABI, tokenCall } from './erc20.ts'

/** The call of an intent, without its purpose. */
export type TokenIntent = Pick<Intent, 'to' | 'data' | 'valueWei' | 'abi'>

/** @param amount in base units of the token. */
export function transferToken(token: string, to: string, amount: bigint): TokenIntent {
  return intentOf(token, tokenCall('transfer', to, amount))
}

/** Lets `spender` take up to `amount` base units from the sender. */
export function approveToken(token: string, spender: string, amount: bigint): TokenIntent {
  return intentOf(token, tokenCall('approve', spender, amount))
}

function intentOf(token: string, data: string): TokenIntent {
  return { to: token, data, valueWei: 0n, abi: TOKEN_ABI }
}
