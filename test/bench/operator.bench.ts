// What an operator waits for, by bin/run.js from typing to the end.

import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { capstan } from '../support/capstan.ts'
import { spawnChain } from '../support/chain.ts'
import { realCampaign, realHolders } from '../support/real-swap.ts'
import { sharedFixturesMissing } from '../support/shared-fixtures.ts'
import { type Goal, measure, median, type RunScenario, timeMs } from './measure.ts'

const STARTS = 5

await measure(
  {
    devnet: () =>
      inHome(async (home) => {
        const upMs = await timeMs(() => command(home, 'devnet', 'up', '--port', '0'))
        await command(home, 'devnet', 'down')
        return { upMs }
      }),
    swap: () =>
      inHome(async (home) => {
        const chain = await spawnChain()
        try {
          const folder = await realCampaign(chain, join(home, 'cmt'), realHolders())
          const where = ['-c', folder, '--rpc-url', chain.rpcUrl, '--key', 'dev1', '--yes']
          return { runMs: await timeMs(() => command(home, 'migrate', 'run', ...where)) }
        } finally {
          chain.stop()
        }
      }),
  },
  async (run) => [devnetGoal(run), ...(sharedFixturesMissing ? [] : [swapGoal(run)])],
)

function devnetGoal(run: RunScenario): Goal {
  const times = Array.from({ length: STARTS }, () => run('devnet').measurements.upMs as number)
  return {
    what: 'devnet up, every contract deployed',
    figure: median(times) / 1000,
    unit: 's',
    atMost: 1,
    detail: times.map((ms) => `${ms.toFixed(0)} ms`).join(', '),
  }
}

function swapGoal(run: RunScenario): Goal {
  return {
    what: 'migrate run of the 22,035 holders of the real CMT swap',
    figure: (run('swap').measurements.runMs as number) / 1000,
    unit: 's',
    atMost: 60,
    detail: 'from snapshot to clean audit, one run',
  }
}

async function command(home: string, ...args: string[]): Promise<void> {
  const { exitCode, stdout, stderr } = await capstan(args, { home })
  if (exitCode !== 0) throw new Error(`${args[0]} ${args[1]}: ${stdout}${stderr}`)
}

async function inHome<Result>(work: (home: string) => Promise<Result>): Promise<Result> {
  const home = mkdtempSync(join(tmpdir(), 'capstan-bench-'))
  return work(home).finally(() => rmSync(home, { recursive: true, force: true }))
}
