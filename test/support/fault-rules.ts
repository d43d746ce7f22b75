import type { Fault, FaultRule } from './faulty-proxy.ts'

// Rules count from when they are made: make a new one for a new run.

/** Strikes every call, whatever it is, from the first of this method on. */
export function from(method: string, fault: Fault): FaultRule {
  let isStruck = false
  return (call) => {
    isStruck ||= call.method === method
    return isStruck ? fault : undefined
  }
}

/** Strikes the first calls of a method. */
export function first(times: number, method: string, fault: Fault): FaultRule {
  let n = 0
  return (call) => (call.method === method && ++n <= times ? fault : undefined)
}

/** Strikes every call of a method. */
export function always(method: string, fault: Fault): FaultRule {
  return first(Number.POSITIVE_INFINITY, method, fault)
}

/** Once a transaction is sent, this rule holds for everything but sending. */
export function onceSent(rule: FaultRule): FaultRule {
  let isSent = false
  return (call) => {
    const isSending = call.method === 'eth_sendRawTransaction'
    isSent ||= isSending
    return isSent && !isSending ? rule(call) : undefined
  }
}

/** The node never sees the call, and this is the result. */
export function answers(result: unknown): Fault {
  return { kind: 'answer', result }
}

/** The node never sees the call, and this is the error. */
export function refuses(message: string): Fault {
  return { kind: 'error', code: -32000, message }
}

/** The node does it, and this is the error. */
export function doesAndSays(message: string): Fault {
  return { kind: 'errorAfter', code: -32000, message }
}

/** Changes the receipts there are. */
export function receipts(change: (receipt: object) => object): FaultRule {
  const result = (real: unknown) => real && change(real as object)
  return always('eth_getTransactionReceipt', { kind: 'rewrite', result })
}
