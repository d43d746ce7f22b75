import { DEVNET_KEYS } from '../../keystore/devnet-keys.ts'
import { word } from '../../primitives/abi-words.ts'
import { checksumAddress } from '../../primitives/address.ts'
import { keccak256Hex } from '../../primitives/keccak.ts'
import { tokenBalance } from '../erc20/balance.ts'
import { tokenCall } from '../erc20/erc20.ts'
import { sendFromNode } from '../rpc/anvil.ts'
import type { Receipt } from '../rpc/receipts.ts'
import type { Rpc } from '../rpc/rpc.ts'
import { DEVNET_CONTRACTS } from './devnet-contracts.ts'
import { minedReceipt } from './devnet-receipt.ts'
import { type Holding, inventHolders, readHolders } from './token-holders.ts'

/** `INITIAL_SUPPLY` of the ERC-20 CMT, in base units. */
export const CMT_SUPPLY = 10n ** 27n

const [DEPLOYER = '', ...OTHERS] = DEVNET_KEYS.map(({ address }) => address)
/** A transfer to a new holder takes less than 40,000. */
const GAS_PER_TRANSFER = 45_000n
const GAS_BASE = 200_000n
const TRANSFERS_PER_TRANSACTION = 600
const DEPLOYMENT_GAS = 3_000_000n

export interface SpreadToken {
  readonly token: string
  /** Number of accounts whose balance is not zero. */
  readonly holders: number
  /** Height from which the balances no longer change. */
  readonly blockNumber: number
  readonly totalBaseUnits: bigint
}

export type HolderSource =
  | { readonly holders: number; readonly seed: string }
  | { readonly balances: string }

/**
 * Distributes a token that behaves like the ERC-20 CMT to many holders by real transfers, then pauses
 * it, as the real one was before its migration. dev0 keeps the rest.
 * @throws BALANCES_FILE_INVALID, CSV_FILE_MISSING, DEVNET_TRANSACTION_FAILED
 */
export async function spreadToken(rpc: Rpc, source: HolderSource): Promise<SpreadToken> {
  const planned = await holdings(source)
  const token = await unspentToken(rpc)
  const transfers = planned.filter(({ account }) => account !== DEPLOYER.toLowerCase())
  await transact(rpc, token, tokenCall('approve', DEVNET_CONTRACTS.spreader, CMT_SUPPLY))
  for (let from = 0; from < transfers.length; from += TRANSFERS_PER_TRANSACTION) {
    const rows = transfers.slice(from, from + TRANSFERS_PER_TRANSACTION)
    const gas = GAS_BASE + BigInt(rows.length) * GAS_PER_TRANSFER
    await transact(rpc, DEVNET_CONTRACTS.spreader, spreadCall(token, rows), gas)
  }
  const { blockNumber } = await transact(rpc, token, callData('pause()', []))
  const given = transfers.filter(({ amount }) => amount > 0n)
  const isDeployerLeft = given.reduce((sum, { amount }) => sum + amount, 0n) < CMT_SUPPLY
  return {
    token: checksumAddress(token),
    holders: given.length + (isDeployerLeft ? 1 : 0),
    blockNumber: blockNumber,
    totalBaseUnits: CMT_SUPPLY,
  }
}

function holdings(source: HolderSource): Holding[] | Promise<Holding[]> {
  if ('balances' in source) return readHolders(source.balances, CMT_SUPPLY)
  // dev0 is one of the holders: it keeps the rest.
  return inventHolders(source.holders - 1, source.seed, OTHERS, CMT_SUPPLY)
}

/** The predeployed token, or a new one like it if that is already distributed. */
async function unspentToken(rpc: Rpc): Promise<string> {
  const held = await tokenBalance({ rpc }, DEVNET_CONTRACTS.token, DEPLOYER)
  if (held === CMT_SUPPLY) return DEVNET_CONTRACTS.token
  const { cyberMilesToken } = await import('../../artifacts/cyber-miles-token.ts')
  const { contractAddress } = await transact(rpc, null, cyberMilesToken.bytecode, DEPLOYMENT_GAS)
  return contractAddress as string
}

/** Rows as the contract unpacks them: 160 bits of account, 96 of amount. */
function spreadCall(token: string, rows: readonly Holding[]): string {
  const packed = rows.map(
    ({ account, amount }) => account.slice(2) + amount.toString(16).padStart(24, '0'),
  )
  const head = callData('spread(address,bytes32[])', [
    BigInt(token),
    // Offset of the list: two words.
    64n,
    BigInt(rows.length),
  ])
  return head + packed.join('')
}

function callData(signature: string, words: readonly bigint[]): string {
  const selector = keccak256Hex(Buffer.from(signature, 'ascii')).slice(0, 10)
  return selector + words.map(word).join('')
}

/** Sends a transaction of dev0, whose key the node holds, and mines it. */
async function transact(
  rpc: Rpc,
  to: string | null,
  data: string,
  gas = GAS_BASE,
): Promise<Receipt> {
  const message = { from: DEPLOYER, ...(to !== null && { to }), data, gas }
  return minedReceipt(rpc, await rpc.ask(sendFromNode(message)))
}
