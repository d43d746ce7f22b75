import { copyFileSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect } from 'vitest'
import { type CapstanResult, capstan } from './capstan.ts'
import type { TestChain } from './chain.ts'
import { temporaryFolder } from './home.ts'
import { type SafeRelease, sendTransaction } from './safe.ts'
import { OWNERS } from './safe-owners.ts'

export const ETHER = 10n ** 18n

type Json = Record<string, unknown>

/** Who uses `capstan multisig` on a Safe of dev0, dev1 and dev2, of which two move its 10 ether. */
export interface SafeOperator {
  /** EIP-55. */
  readonly safe: string
  /** An account that nobody else pays. */
  readonly payee: string
  file(name: string): string
  write(name: string, content: object | string): void
  read(name: string): string
  multisig(...args: string[]): Promise<CapstanResult>
  /** The same, which must succeed. */
  ok(...args: string[]): Promise<Json>
  propose(name: string, ...args: string[]): Promise<Json>
  /** Signs a copy with each key, dev1 in the form of eth_sign, and unites them as `signed-NAME`. */
  signApart(name: string, ...keys: string[]): Promise<Json>
  balanceOf(account: string): Promise<bigint>
}

let payees = 0x5afe0000n

export async function newSafeOperator(
  chain: TestChain,
  release: SafeRelease,
): Promise<SafeOperator> {
  const home = temporaryFolder()
  const safe = await release.create({ owners: OWNERS.slice(0, 3), threshold: 2 })
  await sendTransaction(chain, { to: safe, value: 10n * ETHER })
  const file = (name: string) => join(home, name)
  const multisig = (...args: string[]) =>
    capstan(['multisig', ...args, '--json'], {
      home,
      env: { CAPSTAN_RPC_URL: chain.rpcUrl, CAPSTAN_YES: '1' },
    })
  const ok = async (...args: string[]) => {
    const result = await multisig(...args)
    expect([result.exitCode, result.exitCode === 0 ? '' : result.stdout]).toEqual([0, ''])
    return result.json as Json
  }
  return {
    ...{ safe, file, multisig, ok },
    payee: `0x${(++payees).toString(16).padStart(40, '0')}`,
    write: (name, content) => {
      writeFileSync(file(name), typeof content === 'string' ? content : JSON.stringify(content))
    },
    read: (name) => readFileSync(file(name), 'utf8'),
    propose: (name, ...args) =>
      ok('propose', safe, '--driver', 'safe', '--out', file(name), ...args),
    signApart: async (name, ...keys) => {
      const copies = keys.map((key) => file(`${key}-${name}`))
      for (const [index, key] of keys.entries()) {
        const copy = copies[index] as string
        copyFileSync(file(name), copy)
        const form = key === 'dev1' ? ['--form', 'eth-sign'] : []
        await ok('sign', copy, '--key', key, ...form)
      }
      return ok('merge', ...copies, '--out', file(`signed-${name}`))
    },
    balanceOf: async (account) =>
      BigInt(await chain.request('eth_getBalance', [account, 'latest'])),
  }
}
