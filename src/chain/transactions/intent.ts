import type { Deadline } from '../replacement/deadline.ts'

/** A wanted transaction, before it has a nonce, a fee or a signature. */
export interface Intent {
  /** A short sentence for people: `publish the distributor of campaign cmt-mainnet`. */
  readonly description: string
  /**
   * Topic, action and parameters. An intent whose key is in the journal is never sent again: an open
   * transaction is finished, and a final one is reported as already done.
   */
  readonly idempotencyKey: string
  /**
   * For work that different calls can do, such as one with any sufficient set of signatures: what an
   * earlier run signed for the key is finished, whatever its call.
   */
  readonly isAnyCall?: boolean
  /** EIP-55 address; null deploys `data` as a contract. */
  readonly to: string | null
  /** `0x` hex. */
  readonly data: string
  readonly valueWei: bigint
  /** Instead of the estimate. The call is still simulated. */
  readonly gasLimit?: bigint
  /** What is added to an estimate, in percent; default 20. */
  readonly gasMarginPercent?: bigint
  /** ABI of the called contract: its calls are shown by name, its custom errors decoded. */
  readonly abi?: readonly unknown[]
  /** Changes besides the native value, for the plan. */
  readonly effects?: readonly Effect[]
}

/** A change that people agree to, in base units of `asset`; negative if it leaves. */
export interface Effect {
  readonly account: string
  /** `native`, or the token's address. */
  readonly asset: string
  readonly deltaBaseUnits: bigint
}

export interface Log {
  readonly address: string
  readonly topics: readonly string[]
  readonly data: string
  readonly logIndex: number
}

/** A successful transaction on the chain, as deep as asked. */
export interface Outcome {
  /** The journal's number for it. */
  readonly id: number
  readonly idempotencyKey: string
  readonly hash: string
  readonly blockNumber: number
  readonly gasUsed: bigint
  /** EIP-55, of a deployed contract. */
  readonly contractAddress: string | null
  readonly logs: readonly Log[]
  /** True if an earlier run finished it: nothing was sent now. */
  readonly alreadyDone: boolean
}

/** Price per unit of gas in wei: EIP-1559, or legacy (then both are the gas price). */
export interface FeeQuote {
  readonly type: 0 | 2
  readonly maxFeeWei: bigint
  readonly priorityFeeWei: bigint
}

export interface DecodedCall {
  /** `transfer(address,uint256)`; of a deployment, `new Contract(…)`. */
  readonly signature: string
  /** Names of the arguments; empty where the ABI has none. */
  readonly argNames: readonly string[]
  readonly args: readonly string[]
}

/** How transactions of this run are priced and awaited; absent members follow the network. */
export interface SendPolicy {
  readonly confirmations?: number
  /** From the broadcast on, in milliseconds; default 300,000. */
  readonly timeoutMs?: number
  /** By when it is to be mined: until then its fee is raised, step by step, up to `maxFeeWei`. */
  readonly deadline?: Deadline
  /** Maximum to pay per unit of gas, in wei. */
  readonly maxFeeWei?: bigint
  /** Tip per unit of gas, in wei. */
  readonly priorityFeeWei?: bigint
  readonly gasLimit?: bigint
  /** Instead of the next free nonce; for one transaction only. */
  readonly nonce?: number
  /** For calls that a contract makes: whoever triggers them pays the fee. */
  readonly isFree?: boolean
}
