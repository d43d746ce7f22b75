import { type ChildProcess, spawn } from 'node:child_process'
import { readdir } from 'node:fs/promises'
import { join } from 'node:path'
import { build } from 'esbuild'
import { expect, it, onTestFinished } from 'vitest'
import { takeSnapshot } from '../../../src/migration/snapshot/take-snapshot.ts'
import { startChain } from '../../support/chain.ts'
import { CmtToken } from '../../support/cmt-token.ts'
import { startFaultyProxy } from '../../support/faulty-proxy.ts'
import { campaignFolder, connect, erc20Source, snapshotLines } from '../../support/snapshot.ts'

const KILLS = 25

it('a snapshot killed at any moment goes on where it was, and is exact in the end', async () => {
  const chain = await startChain()
  const token = await CmtToken.deploy(chain)
  await token.transferAll(
    Array.from({ length: 300 }, (_, n) => ({
      from: token.deployer,
      to: `0x${((n % 90) + 1).toString(16).padStart(40, 'e')}`,
      value: BigInt(n) ** 3n,
    })),
    2,
  )
  const block = Number(await chain.request('eth_blockNumber'))
  const directory = await campaignFolder()
  let doomed: { process: ChildProcess; requestsLeft: number } | undefined
  // A node that never gives more than three blocks, and kills whoever has asked often enough.
  const proxy = await startFaultyProxy(chain.rpcUrl, ({ method, params }) => {
    if (method !== 'eth_getLogs') return undefined
    const { fromBlock, toBlock } = params[0] as { fromBlock: string; toBlock: string }
    if (Number(toBlock) - Number(fromBlock) > 2) {
      return { kind: 'error', code: -32000, message: 'block range too large' }
    }
    if (doomed && --doomed.requestsLeft === 0) doomed.process.kill('SIGKILL')
    return { kind: 'delay', ms: 5 }
  })
  onTestFinished(() => proxy.close())
  const taker = await compileTaker()

  let killed = 0
  for (let kill = 0; kill < KILLS; kill++) {
    const args = [taker, proxy.url, token.address, `${block}`, directory]
    const child = spawn(process.execPath, args, { stdio: ['ignore', 'ignore', 'inherit'] })
    doomed = { process: child, requestsLeft: 1 + ((kill * 7) % 20) }
    const signal = await new Promise<NodeJS.Signals | null>((resolve) => {
      child.once('exit', (_, reason) => resolve(reason))
    })
    if (signal === 'SIGKILL') killed++
  }
  doomed = undefined
  const asked = proxy.calls.length
  await takeSnapshot({ chain: () => connect(proxy.url) }, erc20Source(token.address, block), {
    directory,
  })

  expect(killed).toBeGreaterThan(0)
  expect(await snapshotLines(directory)).toEqual(token.expectedLines())
  expect(await readdir(join(directory, 'out'))).toEqual(['snapshot.csv', 'snapshot.json'])
  const [next] = proxy.calls.slice(asked).filter(({ method }) => method === 'eth_getLogs')
  const [filter] = (next?.params ?? [{ fromBlock: '0xffff' }]) as [{ fromBlock: string }]
  expect(Number(filter.fromBlock)).toBeGreaterThan(20)
})

async function compileTaker(): Promise<string> {
  const root = join(import.meta.dirname, '../../..')
  const outfile = join(root, '.cache/test', `snapshot-taker-${process.pid}.mjs`)
  await build({
    entryPoints: [join(root, 'test/support/snapshot-taker.ts')],
    outfile,
    bundle: true,
    platform: 'node',
    format: 'esm',
    packages: 'external',
    logLevel: 'error',
  })
  return outfile
}
