import { join } from 'node:path'
import type { Journal } from '../../chain/journal/journal.ts'
import type { Plan } from '../../chain/plan/plan.ts'
import type { SendPolicy } from '../../chain/transactions/intent.ts'
import type { Followed } from '../../chain/transactions/resume.ts'
import type { Agreement, SendingTools } from '../../chain/transactions/tools.ts'
import type { Transactions, TransactionsOptions } from '../../chain/transactions/transactions.ts'
import { textFacts } from '../../primitives/text-table.ts'
import { type KeyFlags, KeySession } from './key-session.ts'
import { type PolicyFlags, sendPolicy } from './send-policy.ts'

/** Flags of a command that sends. */
export interface SendFlags extends KeyFlags, PolicyFlags {}

/** A session that sends transactions, and keeps the journal of them. */
export class SendSession extends KeySession<SendFlags> {
  /** Everything that was ever signed, with its outcome. */
  journal(): Promise<Journal> {
    return this.once('journal', async () => {
      const { Journal } = await import('../../chain/journal/journal.ts')
      return Journal.open(await this.database())
    })
  }

  /** How this run prices and awaits transactions. @throws as `sendPolicy` does */
  async policy(): Promise<SendPolicy> {
    return sendPolicy(await this.settings(), this.flags)
  }

  /** The engine that sends, for the signing key. Its key is opened at the first signature. */
  transactions(): Promise<Transactions> {
    return this.once('transactions', async () => {
      const [sender, account] = [await this.sender(), await this.account()]
      return this.#engineOf(sender, account)
    })
  }

  /** The engine for the account of an earlier transaction; `--key` must have that account. */
  transactionsOf(account: string): Promise<Transactions> {
    return this.#engineOf(account, account)
  }

  /** Tools to finish transactions that are already signed. Needs no key. */
  async followed(): Promise<Followed> {
    const [chain, journal, policy] = [await this.chain(), await this.journal(), await this.policy()]
    return { chain, journal, policy }
  }

  /** Tools of an operation that sends. */
  async sendingTools(): Promise<SendingTools> {
    return this.#tools(await this.transactions(), await this.sender())
  }

  /**
   * Tools that only plan, for calls that a contract such as a multisig will make: no fee, no key,
   * nothing to sign.
   * @param contract EIP-55.
   */
  async planningTools(contract: string): Promise<SendingTools> {
    const policy = { ...(await this.policy()), isFree: true }
    const check = async () => undefined
    return this.#tools(await this.#engineOf(contract, contract, { policy, check }), contract)
  }

  /** Shows what will be done, and asks. @throws CANCELLED, ANSWER_NEEDED */
  async agree({ facts, question }: Agreement): Promise<void> {
    this.story.note(textFacts(facts))
    await this.prompts.confirm(question)
  }

  async #tools(transactions: Transactions, sender: string): Promise<SendingTools> {
    return {
      chain: await this.chain(),
      story: this.story,
      transactions,
      journal: await this.journal(),
      policy: await this.policy(),
      sender,
      agree: (agreement) => this.agree(agreement),
    }
  }

  async #engineOf(
    from: string,
    account: string | undefined,
    given: Partial<Pick<TransactionsOptions, 'policy' | 'check'>> = {},
  ): Promise<Transactions> {
    const [{ Transactions }, { fileLease }] = await Promise.all([
      import('../../chain/transactions/transactions.ts'),
      import('../../chain/transactions/nonces.ts'),
    ])
    return new Transactions({
      chain: await this.chain(),
      journal: await this.journal(),
      lease: fileLease(join(this.home, 'locks')),
      from,
      signer: () => (account === undefined ? this.signer() : this.signerOf(account)),
      check: async (...transactions) => (await this.signerHere(account))?.check(...transactions),
      policy: await this.policy(),
      confirm: (plan) => this.#confirmPlan(plan),
      note: (text) => this.story.note(text),
      ...given,
    })
  }

  async #confirmPlan(plan: Plan): Promise<void> {
    const { planText } = await import('../../chain/plan/plan-view.ts')
    this.story.note(planText(plan))
    await this.prompts.confirm('Send it?')
  }
}
