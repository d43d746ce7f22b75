import { stopDevnet } from '../../chain/devnet/devnet.ts'
import type { DevnetHost, RunningDevnet } from '../../chain/devnet/devnet-host.ts'
import { isDevnetProcess } from '../../chain/devnet/devnet-process.ts'
import { devnetFolder } from '../../chain/devnet/devnet-record.ts'
import { systemClock } from '../../primitives/clock.ts'
import { onInterrupt } from '../frame/interrupt.ts'

const POLL_MS = 200
const ENDINGS = ['SIGTERM', 'SIGHUP'] as const

/** Waits while the devnet runs. Ctrl-C, SIGTERM and the end of the terminal stop it. */
export async function stayInForeground(
  { home, story }: DevnetHost,
  { name, pid }: RunningDevnet,
): Promise<void> {
  story.note('Ctrl-C stops it.')
  const { stateFile } = await devnetFolder(home, name)
  const takeDown = async () => {
    await stopDevnet(home, name)
  }
  const forget = onInterrupt(takeDown)
  const end = () => void takeDown()
  for (const signal of ENDINGS) process.once(signal, end)
  while (await isDevnetProcess(pid, stateFile)) await systemClock.sleep(POLL_MS)
  for (const signal of ENDINGS) process.off(signal, end)
  forget()
}
