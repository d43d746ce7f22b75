// Supply that never had a Transfer event. Some constructors, that of CMT among them, credit the
// deployer without logging it; by its logs such an account spends what it never received.
// What balanceOf has above the logs is a seed, and a seed is accepted only as such a credit.

import type { Chain } from '../../chain/chain.ts'
import type { Clock } from '../../primitives/clock.ts'
import { hexToBytes } from '../../primitives/hex.ts'
import { readUint256 } from '../../primitives/uint256.ts'
import { BalanceProbe } from './balance-probe.ts'
import { BalanceTable } from './balance-table.ts'
import { findCreator } from './deployment.ts'
import { readTransfers } from './read-transfers.ts'
import { hasState } from './token-state.ts'
import { TransferScanner } from './transfer-scanner.ts'

export interface Seed {
  /** 0x and 40 lower-case hex digits. */
  readonly address: string
  /** Base units. */
  readonly amount: bigint
}

/** Origin of a token. */
export interface TokenOrigin {
  /** 0x and 40 lower-case hex digits. */
  readonly token: string
  /** Undefined when the node does not keep old state. */
  readonly deploymentBlock: number | undefined
  /** 0x and 40 lower-case hex digits. */
  readonly owner: string | null
}

/** Distinguishes credits of the constructor from anything else. */
export class ConstructorCredits {
  #firstTransfers: Promise<BalanceTable> | undefined
  #creator: Promise<string | undefined> | undefined
  readonly #ports: { readonly chain: Chain; readonly clock: Clock }
  readonly #origin: TokenOrigin

  constructor(ports: { readonly chain: Chain; readonly clock: Clock }, origin: TokenOrigin) {
    this.#ports = ports
    this.#origin = origin
  }

  /** Accounts a constructor may have credited although no log ever names them. */
  async likelyAccounts(): Promise<string[]> {
    const { token, owner } = this.#origin
    const accounts = [await this.#creatorOfToken(), owner, token]
    return [...new Set(accounts.filter((account) => account != null))]
  }

  /**
   * The seeds that are no credit of the constructor. Where the node keeps the state of the block
   * of deployment, that state must show the credit; where not, a single seed of the creator or
   * owner is believed.
   */
  async unexplained(seeds: readonly Seed[]): Promise<Seed[]> {
    const { token, deploymentBlock } = this.#origin
    if (deploymentBlock !== undefined && (await this.#hasStateAt(deploymentBlock))) {
      const probe = new BalanceProbe(this.#ports.chain.rpc, token, deploymentBlock)
      const probes = await probe.ask(Buffer.concat(seeds.map(({ address }) => hexToBytes(address))))
      const moved = await this.#transfersAt(deploymentBlock)
      return seeds.filter(({ address, amount }, i) => {
        const since = moved.amountOf(hexToBytes(address))
        const net = since ? readUint256(since, 0) : 0n
        return BigInt.asUintN(256, amount + net) !== probes[i]?.amount
      })
    }
    if (seeds.length > 1) return [...seeds]
    const likely = await this.likelyAccounts()
    return seeds.filter(({ address }) => !likely.includes(address))
  }

  #hasStateAt(block: number): Promise<boolean> {
    return hasState(this.#ports.chain.rpc, this.#origin.token, block)
  }

  #creatorOfToken(): Promise<string | undefined> {
    const { token, deploymentBlock } = this.#origin
    this.#creator ??=
      deploymentBlock === undefined
        ? Promise.resolve(undefined)
        : findCreator(this.#ports.chain.rpc, token, deploymentBlock)
    return this.#creator
  }

  #transfersAt(block: number): Promise<BalanceTable> {
    this.#firstTransfers ??= this.#sumTransfers(block)
    return this.#firstTransfers
  }

  async #sumTransfers(block: number): Promise<BalanceTable> {
    const { token } = this.#origin
    const ports = {
      rpc: this.#ports.chain.rpc,
      clock: this.#ports.clock,
      scanner: new TransferScanner(token),
    }
    const table = new BalanceTable()
    for await (const { packed } of readTransfers(ports, token, { from: block, to: block })) {
      table.transfer(packed)
    }
    return table
  }
}
