import type { IndexedKey } from '../index/indexed-key.ts'
import { assertCommand, type DaySpending } from './judge.ts'
import { overDayCeiling, type Ruled } from './policy-errors.ts'
import type { SpendingLedger } from './spending.ts'

/** What a guard knows of its key, and of the run. */
export interface GuardParts {
  /** The key's record as the index has it now. Needs no secret. @throws as `StoredKeys.current` */
  readonly record: () => Promise<IndexedKey>
  /**
   * @throws KEY_POLICY_ALTERED if a record is not as it was sealed, by the key's secret; as
   * `StoredKeys.signingKey`
   */
  readonly prove: (record: IndexedKey) => Promise<void>
  /** What is running, as it is typed; undefined where no command runs. */
  readonly command: string | undefined
  /** Opened when a ceiling of a day is first asked about. */
  readonly ledger: () => Promise<SpendingLedger>
}

/** Judges one thing against a policy; what it returns must find room in its day. */
export type Judgement = (ruled: Ruled) => readonly DaySpending[] | Promise<readonly DaySpending[]>

/**
 * Stands before every signature of a stored key. The record is read anew each time, so that a
 * policy that another process has just tightened holds at once.
 */
export class PolicyGuard {
  readonly #parts: GuardParts

  constructor(parts: GuardParts) {
    this.#parts = parts
  }

  /**
   * Lets a signature pass, or throws with nothing signed and nothing counted. Room for it in the
   * day is taken before it is made: a process that dies in between has counted too much, never too
   * little.
   * @param slot names what can come true only once, for the ledger.
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
   * What can be said without the secret: whether the policy, as it is written, forbids it. Which
   * command will sign is not known yet.
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
