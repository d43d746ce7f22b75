import { stopDevnet } from '../chain/devnet.ts'
import type { DevnetHost, RunningDevnet } from '../chain/devnet-host.ts'
import { isDevnetProcess } from '../chain/devnet-process.ts'
import { devnetFolder } from '../chain/devnet-record.ts'
import { systemClock } from '../primitives/clock.ts'
import { onInterrupt } from './interrupt.ts'

const POLL_MS = 200

/** Waits as long as the devnet runs. Ctrl-C and SIGTERM take it down. */
export async function stayInForeground(
  { home, story }: DevnetHost,
  { name, pid }: RunningDevnet,
): Promise<void> {
  story.note('Ctrl-C takes it down.')
  const { stateFile } = await devnetFolder(home, name)
  const takeDown = async () => {
    await stopDevnet(home, name)
  }
  const forget = onInterrupt(takeDown)
  const onTerminate = () => void takeDown()
  process.once('SIGTERM', onTerminate)
  while (await isDevnetProcess(pid, stateFile)) await systemClock.sleep(POLL_MS)
  process.off('SIGTERM', onTerminate)
  forget()
}
