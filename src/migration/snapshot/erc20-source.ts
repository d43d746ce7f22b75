import type { Chain } from '../../chain/chain.ts'
import { isPausedNow, readTokenFacts, type TokenFacts } from '../../chain/erc20/facts.ts'
import { checksumAddress } from '../../primitives/address.ts'
import { canonicalJson } from '../../primitives/canonical-json.ts'
import { CapstanError } from '../../primitives/capstan-error.ts'
import type { Clock } from '../../primitives/clock.ts'
import type { Erc20Source } from '../campaign/campaign.ts'
import { BalanceProbe } from './balance-probe.ts'
import type { BalanceSource, Balances, FinishedSnapshot, OnProgress } from './balance-source.ts'
import type { BalanceTable } from './balance-table.ts'
import { findDeploymentBlock } from './deployment.ts'
import { AccountHolders } from './holder.ts'
import { assertPinned, pinBlock } from './pinned-block.ts'
import { readTransfers } from './read-transfers.ts'
import { type Reconciliation, reconcile, reconcileByLogs } from './reconcile.ts'
import { ConstructorCredits } from './seeds.ts'
import { snapshotReorged } from './snapshot-errors.ts'
import { journalQuestion, type SnapshotStart, type WorkFolder } from './snapshot-start.ts'
import { assertState, hasState } from './token-state.ts'
import { TransferJournal } from './transfer-journal.ts'
import { TransferScanner } from './transfer-scanner.ts'

const PROGRESS_EVERY_MS = 100

export interface Erc20SourceInput {
  readonly chain: Chain
  readonly clock: Clock
  readonly asked: Pick<Erc20Source, 'token' | 'block' | 'fromBlock' | 'verify'>
  readonly work: WorkFolder
  /** The campaign's folder of results, named in errors. */
  readonly out: string
}

/**
 * Balances of an ERC-20 token at one block, from its Transfer logs and checked against its state.
 */
export class Erc20Balances implements BalanceSource {
  readonly kind = 'erc20'
  readonly #input: Erc20SourceInput
  /** Lower case. */
  readonly #token: string

  constructor(input: Erc20SourceInput) {
    this.#input = input
    this.#token = input.asked.token.toLowerCase()
  }

  get title(): string {
    const { chain, asked } = this.#input
    const block = asked.block === 'finalized' ? 'a finalized block' : `block ${asked.block}`
    return `token ${checksumAddress(this.#token)} on chain ${chain.chainId} at ${block}`
  }

  async isAnsweredBy({ chainId, token, blockHeight, blockHash }: FinishedSnapshot) {
    const { chain, asked, out } = this.#input
    if (chainId === null || BigInt(chainId) !== chain.chainId) return false
    if (token?.toLowerCase() !== this.#token) return false
    if (asked.block !== 'finalized' && asked.block !== blockHeight) return false
    if (blockHeight === null || blockHash === null) return false
    await assertPinned(chain, { number: blockHeight, hash: blockHash, time: 0 }, out)
    return true
  }

  /**
   * @throws BLOCK_NOT_FOUND, BLOCK_NOT_FINAL, TOKEN_NOT_A_CONTRACT, TOKEN_NOT_ERC20,
   *   ARCHIVE_STATE_MISSING, LOG_NOT_AS_ASKED, LOGS_REFUSED, LOGS_DO_NOT_ADD_UP, SNAPSHOT_REORGED,
   *   CHAIN_ID_MISMATCH, NETWORK_*
   */
  async read(onProgress: OnProgress): Promise<Balances> {
    const { chain, out } = this.#input
    const start = await this.#begin()
    const { block } = start
    const hasStateAtBlock = await this.#hasState(block.number)
    const token = await readTokenFacts(
      chain.rpc,
      this.#token,
      hasStateAtBlock ? block.number : 'latest',
    )
    const table = await this.#readLogs(start, onProgress)
    const reconciled = await this.#reconcile(start, token, table, onProgress)
    await assertPinned(chain, block, out)
    return {
      holders: new AccountHolders(table),
      facts: {
        chainId: Number(chain.chainId),
        token: checksumAddress(this.#token),
        name: token.name,
        symbol: token.symbol,
        decimals: token.decimals,
        blockHeight: block.number,
        blockHash: block.hash,
        blockTime: new Date(block.time * 1000).toISOString(),
        paused: hasStateAtBlock ? token.paused : null,
        supplyBaseUnits: token.totalSupply,
        sourceDigest: null,
        ...reconciled,
      },
      warnings: await this.#warnings(token, reconciled, hasStateAtBlock),
    }
  }

  /** The decisions of the run that began, or new ones. @throws SNAPSHOT_REORGED */
  async #begin(): Promise<SnapshotStart> {
    const { chain, asked, work, out } = this.#input
    const question = canonicalJson({
      chainId: chain.chainId,
      token: this.#token,
      block: asked.block,
      fromBlock: asked.fromBlock,
      usesState: asked.verify !== 'none',
    })
    const begun = await work.readStart(question)
    if (begun) {
      await assertPinned(chain, begun.block, out)
      return begun
    }
    const block = await pinBlock(chain, asked.block)
    const deployed = (await this.#hasState(block.number))
      ? await findDeploymentBlock(chain.rpc, this.#token, block.number)
      : undefined
    const start: SnapshotStart = {
      question,
      block,
      firstBlock: asked.fromBlock ?? deployed ?? 0,
      deploymentBlock: deployed ?? null,
    }
    await work.begin(start)
    return start
  }

  /** @throws TOKEN_NOT_A_CONTRACT; ARCHIVE_STATE_MISSING if balances are to be checked. */
  async #hasState(block: number): Promise<boolean> {
    const { chain, asked } = this.#input
    if (asked.verify === 'none') return hasState(chain.rpc, this.#token, block)
    await assertState(chain.rpc, this.#token, block)
    return true
  }

  async #readLogs(start: SnapshotStart, onProgress: OnProgress): Promise<BalanceTable> {
    const { chain, clock, work, out } = this.#input
    const { block, firstBlock } = start
    const journal = await TransferJournal.open(work.journalPath, {
      question: journalQuestion(start),
      firstBlock,
    })
    const meter = new LogMeter(start, journal, clock, onProgress)
    try {
      const ports = { rpc: chain.rpc, clock, scanner: new TransferScanner(this.#token) }
      const rest = { from: journal.nextBlock, to: block.number }
      for await (const transfers of readTransfers(ports, this.#token, rest)) {
        const { last } = transfers
        if (last?.number === block.number && last.hash !== block.hash) {
          throw snapshotReorged(block.number, block.hash, last.hash, out)
        }
        await journal.append(transfers)
        meter.tell()
      }
      return journal.table
    } finally {
      await journal.close()
    }
  }

  async #reconcile(
    start: SnapshotStart,
    { totalSupply: supply, owner }: TokenFacts,
    table: BalanceTable,
    onProgress: OnProgress,
  ): Promise<Reconciliation> {
    const { chain, clock, asked, work } = this.#input
    const { verify } = asked
    const token = this.#token
    const deploymentBlock = start.deploymentBlock ?? undefined
    try {
      if (verify === 'none') return reconcileByLogs({ table, token, supply })
      return await reconcile({
        ...{ table, token, supply, verify, onProgress },
        probe: new BalanceProbe(chain.rpc, token, start.block.number),
        credits: new ConstructorCredits({ chain, clock }, { token, deploymentBlock, owner }),
      })
    } catch (error) {
      // The logs may be wrong, and another endpoint may have better ones.
      if (error instanceof CapstanError && error.kind === 'mismatch') await work.remove()
      throw error
    }
  }

  async #warnings(
    { symbol, paused }: TokenFacts,
    { checkedHolders }: Reconciliation,
    hasStateAtBlock: boolean,
  ): Promise<string[]> {
    const warnings: string[] = []
    if (checkedHolders === 0) warnings.push('No balance was checked against balanceOf.')
    if (!hasStateAtBlock) {
      warnings.push('Name, decimals and supply are those of the newest block: older state is gone.')
    }
    if (paused === false) {
      warnings.push(`${symbol} was not paused: holders can move it after the snapshot.`)
    } else if (paused && (await isPausedNow(this.#input.chain.rpc, this.#token)) === false) {
      warnings.push(`${symbol} was paused at the block of the snapshot but no longer is.`)
    }
    return warnings
  }
}

/** Reports the progress of the logs, a few times a second. */
class LogMeter {
  readonly #begun: { readonly at: number; readonly transfers: number }
  #told = 0

  readonly #start: SnapshotStart
  readonly #journal: TransferJournal
  readonly #clock: Clock
  readonly #onProgress: OnProgress

  constructor(
    start: SnapshotStart,
    journal: TransferJournal,
    clock: Clock,
    onProgress: OnProgress,
  ) {
    this.#start = start
    this.#journal = journal
    this.#clock = clock
    this.#onProgress = onProgress
    this.#begun = { at: clock.now(), transfers: journal.transfers }
  }

  tell(): void {
    const now = this.#clock.now()
    const { nextBlock, transfers } = this.#journal
    const { block, firstBlock } = this.#start
    if (now - this.#told < PROGRESS_EVERY_MS && nextBlock <= block.number) return
    this.#told = now
    const seconds = Math.max((now - this.#begun.at) / 1000, 0.001)
    this.#onProgress({
      stage: 'logs',
      blocks: nextBlock - firstBlock,
      allBlocks: block.number - firstBlock + 1,
      transfers,
      transfersPerSecond: Math.round((transfers - this.#begun.transfers) / seconds),
    })
  }
}
