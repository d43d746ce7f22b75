import { PLAN } from '../chain/plan/plan-file.ts'
import { parseAddress } from '../primitives/address.ts'
import { parseBaseUnits } from '../primitives/amount.ts'
import { cutBatch } from './batch/cut-batch.ts'
import { readBatch } from './batch/read-batch.ts'
import { typedCall } from './calls.ts'
import type { Draft } from './driver.ts'
import { planCalls } from './plan-calls.ts'
import type { Call } from './proposal/proposal.ts'
import type { MultisigTools } from './tools.ts'
import { expiryOf, parseValue } from './write-proposals.ts'

/** What `multisig propose` is given. */
export interface Given {
  readonly to?: string | undefined
  readonly value?: string | undefined
  readonly asset?: string | undefined
  readonly call?: string | undefined
  readonly arguments: readonly string[]
  readonly batch?: string | undefined
  readonly plan?: string | undefined
  readonly nonce?: string | undefined
  readonly expires?: string | undefined
}

/** What is to be proposed, and what whoever proposes it should know. */
export async function draftsOf(
  tools: MultisigTools,
  given: Given,
): Promise<{ drafts: Draft[]; warnings: string[] }> {
  const { batches, warnings } = await batchesOf(tools, given)
  const expiresAtSeconds = expiryOf(given.expires, tools.now)
  const nonce = given.nonce === undefined ? undefined : parseBaseUnits(given.nonce, 'nonce')
  return { drafts: batches.map((calls) => ({ calls, expiresAtSeconds, nonce })), warnings }
}

async function batchesOf(
  tools: MultisigTools,
  given: Given,
): Promise<{ batches: readonly (readonly Call[])[]; warnings: string[] }> {
  const { chain, driver } = tools
  const { multisig } = driver
  const asset = given.asset === undefined ? 'native' : parseAddress(given.asset, 'asset')
  if (given.batch !== undefined) {
    const batch = await readBatch(given.batch, asset, chain)
    const isOther = batch.multisig !== null && batch.multisig !== multisig
    const warnings = isOther
      ? [`${given.batch} was made for ${batch.multisig}, not ${multisig}.`]
      : []
    return { batches: await cutBatch(chain, multisig, batch.calls), warnings }
  }
  if (given.plan !== undefined) {
    return {
      batches: [planCalls(await PLAN.read(given.plan), chain.chainId, multisig)],
      warnings: [],
    }
  }
  return { batches: [[await singleCall(tools, given, asset)]], warnings: [] }
}

async function singleCall(tools: MultisigTools, given: Given, asset: string): Promise<Call> {
  const { to = '', value = '0', call, arguments: args } = given
  const amount = await parseValue(tools, value, asset)
  if (asset === 'native') return typedCall(to, amount, call, args)
  const recipient = parseAddress(to, 'recipient')
  return typedCall(asset, 0n, 'transfer(address,uint256)', [recipient, `${amount}`])
}
