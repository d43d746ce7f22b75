import type { IndexedKey } from '../index/indexed-key.ts'
import { assertCommand, type DaySpending } from './judge.ts'
import { overDayCeiling, type Ruled } from './policy-errors.ts'
import type { SpendingLedger } from './spending.ts'

/** The guard's key and run. */
export interface GuardParts {
  /** The key's record as the index has it now. Needs no secret. @throws as `StoredKeys.current` */
  readonly record: () => Promise<IndexedKey>
  /**
   * @throws KEY_POLICY_ALTERED if a record does not match its seal; as
   * `StoredKeys.signingKey`
   */
  readonly prove: (record: IndexedKey) => Promise<void>
  /** The running command, as typed; undefined outside a command. */
  readonly command: string | undefined
  /** Opened when a daily limit is first checked. */
  readonly ledger: () => Promise<SpendingLedger>
}

/** Judges one request against a policy; what it returns must fit into the daily limits. */
export type Judgement = (ruled: Ruled) => readonly DaySpending[] | Promise<readonly DaySpending[]>

/**
 * Guards every signature of a stored key. Reads the record each time, so that a policy tightened by
 * another process holds at once.
 */
export class PolicyGuard {
  readonly #parts: GuardParts

  constructor(parts: GuardParts) {
    this.#parts = parts
  }

  /**
   * Admits a signature, or throws with nothing signed and nothing counted. Counts it towards the daily
   * limits before it is made: a process that dies in between has counted too much, never too little.
   * @param slot names, for the ledger, what can take effect only once.
   * @returns the rules it was judged by; undefined if there are none.
   * @throws POLICY_REFUSED; as `StoredKeys.current`, `StoredKeys.signingKey` and `SpendingLedger.take`
   */
  async admit(
    judgement: Judgement,
    slot: () => string | Promise<string>,
  ): Promise<Ruled | undefined> {
    const record = await this.#parts.record()
    const ruled = ruledBy(record)
    if (ruled) assertCommand(ruled, this.#parts.command)
    const spending = ruled ? await judgement(ruled) : []
    await this.#parts.prove(record)
    if (ruled === undefined || spending.length === 0) return ruled
    const ledger = await this.#parts.ledger()
    const excess = await ledger.take(record.address, await slot(), spending)
    if (excess === undefined) return ruled
    const { asset, spentBaseUnits: spent } = excess
    const over = spending.find((one) => one.asset === asset) as DaySpending
    const { amountBaseUnits: baseUnits, limitBaseUnits: limit } = over
    throw overDayCeiling(ruled, asset, { baseUnits, limit, spent })
  }

  /**
   * Checks the policy without the secret, so without its seal, and without the rule for commands.
   * @throws POLICY_REFUSED, and as `StoredKeys.current`
   */
  async check(judge: (ruled: Ruled) => Promise<void>): Promise<void> {
    const ruled = ruledBy(await this.#parts.record())
    if (ruled) await judge(ruled)
  }
}

function ruledBy({ name, policy }: IndexedKey): Ruled | undefined {
  return policy === null ? undefined : { key: name, policy }
}
