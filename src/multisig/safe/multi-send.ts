import { concat, dataLength, Interface, toBeHex } from 'ethers'
import type { Call } from '../proposal/proposal.ts'

const MULTI_SEND = new Interface(['function multiSend(bytes transactions) payable'])
/** Enum.Operation: a call, the only one MultiSendCallOnly takes. */
const CALL = '0x00'

/**
 * Calls as MultiSendCallOnly reads them (MultiSendCallOnly.sol): for each an operation of one byte,
 * address, value, length and data, packed. It reverts as a whole when one of them fails.
 */
export function encodeMultiSend(calls: readonly Pick<Call, 'to' | 'valueWei' | 'data'>[]): string {
  const packed = calls.flatMap(({ to, valueWei, data }) => [
    CALL,
    to,
    toBeHex(valueWei, 32),
    toBeHex(dataLength(data), 32),
    data,
  ])
  return MULTI_SEND.encodeFunctionData('multiSend', [concat(packed)])
}
