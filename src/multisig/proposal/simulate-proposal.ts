import type { Chain } from '../../chain/chain.ts'
import { isRpcError } from '../../chain/chain-errors.ts'
import { knownErrors } from '../../chain/decode/decode-call.ts'
import { eventText } from '../../chain/decode/decode-event.ts'
import { decodeRevert } from '../../chain/decode/decode-revert.ts'
import { isMovement, observedEffects } from '../../chain/plan/plan-effects.ts'
import { headNumber } from '../../chain/rpc/blocks.ts'
import { type SimulatedCall, simulation } from '../../chain/rpc/simulation.ts'
import type { Call, ProposalSimulation } from './proposal.ts'

/** More events than these nobody reads; the effects say what moves. */
const MAX_EVENTS = 100
const LONGEST_REASON = 400
/** Nodes refuse a call that its sender cannot pay for, rather than let it fail. */
const FUNDS = /insufficient (?:funds|balance)/i
const TOO_LITTLE = 'the multisig holds too little of the native coin'

/**
 * Runs calls as the multisig, one after the other, without its signatures (`eth_simulateV1`). Null if
 * the node lacks the method or refuses this size; a text if the calls cannot even start.
 */
export async function runCalls(
  { rpc }: Pick<Chain, 'rpc'>,
  multisig: string,
  calls: readonly Call[],
  at: number,
): Promise<readonly SimulatedCall[] | string | null> {
  const messages = calls.map(({ to, valueWei, data }) => ({
    ...{ from: multisig, to, data },
    value: valueWei,
  }))
  return rpc.ask(simulation([{ calls: messages }], at)).catch((error: unknown) => {
    if (isRpcError(error)) return FUNDS.test(String(error.details.rpcMessage)) ? TOO_LITTLE : null
    throw error
  })
}

/** What a proposal's calls would do now: balances, allowances, events, or why they revert. */
export async function simulateProposal(
  chain: Pick<Chain, 'rpc'>,
  multisig: string,
  calls: readonly Call[],
): Promise<ProposalSimulation | null> {
  const blockNumber = await chain.rpc.ask(headNumber)
  const run = await runCalls(chain, multisig, calls, blockNumber)
  const nothing = { effects: [], approvals: [], events: [] }
  if (typeof run === 'string') {
    return { blockNumber, succeeded: false, revertReason: run, ...nothing }
  }
  if (run === null || run.length < calls.length) return null
  const failed = run.findIndex(({ succeeded }) => !succeeded)
  if (failed >= 0) {
    const { returnData } = run[failed] as SimulatedCall
    const { text } = await decodeRevert(returnData, await knownErrors())
    const which = calls.length === 1 ? '' : `call ${failed + 1}: `
    const revertReason = printable(`${which}${text}`)
    return { blockNumber, succeeded: false, revertReason, ...nothing }
  }
  const logs = run.flatMap((one) => one.logs)
  const others = logs.filter((log) => !isMovement(log)).slice(0, MAX_EVENTS)
  return {
    ...{ blockNumber, succeeded: true, revertReason: null },
    ...observedEffects(logs),
    events: await Promise.all(others.map(async (log) => printable(await eventText(log)))),
  }
}

/** What a contract says of itself may hold anything; it is shown on one line. */
function printable(text: string): string {
  const line = text.replace(/\p{C}/gu, '\ufffd')
  return line.length <= LONGEST_REASON ? line : `${line.slice(0, LONGEST_REASON)}…`
}
