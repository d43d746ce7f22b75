import { describe, expect, it } from 'vitest'
import { readTokenFacts } from '../../../src/chain/erc20/facts.ts'
import { BalanceProbe } from '../../../src/migration/snapshot/balance-probe.ts'
import { hexToBytes } from '../../../src/primitives/hex.ts'
import { startChain } from '../../support/chain.ts'
import { CmtToken, word } from '../../support/cmt-token.ts'
import { startFaultyProxy } from '../../support/faulty-proxy.ts'
import { connect } from '../../support/snapshot.ts'

const TOKEN = `0x${'70'.repeat(20)}`
const SYMBOL = '0x95d89b41'
const DECIMALS = '0x313ce567'
const SUPPLY = '0x18160ddd'

describe('what a token says about itself', () => {
  it.each<[string, string, string]>([
    ['a string', abiString('Bytom'), 'Bytom'],
    ['bytes32, as tokens of 2017 did', word(0x4d4b52n << 232n), 'MKR'],
    ['nothing', '0x', ''],
    ['a string that would steer a terminal', abiString('A\u001b[31m\u202eB\n'), 'A[31mB'],
    ['a string that is cut short', abiString('Bytom').slice(0, 2 + 64 * 2), ''],
    ['an offset beyond the end', `0x${'ff'.repeat(64)}`, ''],
    ['a very long string', abiString('x'.repeat(5000)), 'x'.repeat(64)],
  ])('reads %s as its symbol', async (_, answer, expected) => {
    const facts = await factsOf({ [SYMBOL]: answer, [DECIMALS]: word(8n), [SUPPLY]: word(5n) })

    expect(facts).toMatchObject({ symbol: expected, decimals: 8, totalSupply: 5n, paused: null })
  })

  it.each([
    ['without decimals', '0x'],
    ['with 78 decimals', word(78n)],
  ])('refuses a token %s', async (_, decimals) => {
    await expect(factsOf({ [DECIMALS]: decimals, [SUPPLY]: word(5n) })).rejects.toMatchObject({
      code: 'TOKEN_NOT_ERC20',
      exitCode: 3,
    })
  })

  /** The facts of a token that answers so, and reverts for everything else. */
  async function factsOf(answers: Readonly<Record<string, string>>) {
    const chain = await startChain()
    const proxy = await startFaultyProxy(chain.rpcUrl, ({ method, params }) => {
      if (method !== 'eth_call') return undefined
      const answer = answers[(params[0] as { data: string }).data]
      return answer === undefined
        ? { kind: 'error', code: 3, message: 'execution reverted' }
        : { kind: 'answer', result: answer }
    })
    try {
      const { rpc } = await connect(proxy.url)
      return await readTokenFacts(rpc, TOKEN, 'latest')
    } finally {
      await proxy.close()
    }
  }
})

describe('many balances in one call', () => {
  it('are those that balanceOf answers one by one, at the block that is asked', async () => {
    const chain = await startChain()
    const token = await CmtToken.deploy(chain)
    const accounts = Array.from(
      { length: 1500 },
      (_, n) => `0x${(n + 1).toString(16).padStart(40, '9')}`,
    )
    const some = accounts.filter((_, n) => n % 97 === 0)
    await token.transferAll(
      some.map((to, n) => ({ from: token.deployer, to, value: 10n ** BigInt(n) })),
    )
    const block = Number(await chain.request('eth_blockNumber'))
    await token.transferAll(some.map((to) => ({ from: token.deployer, to, value: 1n })))
    const { rpc } = await connect(chain.rpcUrl)
    const asked = [...accounts, token.address]
    const packed = hexToBytes(`0x${asked.map((account) => account.slice(2)).join('')}`)

    const probes = await new BalanceProbe(rpc, token.address, block).ask(packed)
    expect(probes.map(({ amount }) => amount)).toEqual(
      asked.map((account) => {
        const position = some.indexOf(account)
        return position < 0 ? 0n : 10n ** BigInt(position)
      }),
    )
    expect(probes.every(({ answered }) => answered)).toBe(true)
    expect(probes.map(({ hasCode }) => hasCode)).toEqual(asked.map((a) => a === token.address))
  })

  it('of a contract that reverts are no balances', async () => {
    const chain = await startChain()
    await chain.request('anvil_setCode', [TOKEN, '0x60006000fd'])
    const { rpc } = await connect(chain.rpcUrl)
    const probes = await new BalanceProbe(rpc, TOKEN, 'latest').ask(new Uint8Array(40))

    expect(probes).toEqual(Array(2).fill({ answered: false, hasCode: false, amount: 0n }))
  })
})

function abiString(text: string): string {
  const bytes = Buffer.from(text, 'utf8')
  const padded = Buffer.concat([bytes, Buffer.alloc((32 - (bytes.length % 32)) % 32)])
  return word(32n) + word(BigInt(bytes.length)).slice(2) + padded.toString('hex')
}
