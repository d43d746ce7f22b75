import { run } from '@oclif/core/run'
import { wantsHelp } from './command-words.ts'
import { commandUnknown } from './unknown-command.ts'

/** What oclif answers itself: help that was not written down, completion, what plugins add. */
export async function runOclif(
  argv: readonly string[],
  { root }: { readonly root: string },
): Promise<void> {
  process.stdout.on('error', ignoreClosedPipe)
  try {
    await run([...argv], { root })
  } catch (thrown) {
    // Of help there is one error: for something that does not exist.
    const isAboutHelp = wantsHelp(argv) || argv[0] === 'help'
    throw isAboutHelp && isOclifError(thrown) ? commandUnknown(argv, [], thrown) : thrown
  }
}

function isOclifError(thrown: unknown): boolean {
  return (thrown as { oclif?: unknown }).oclif !== undefined
}

/** A reader that went away needs no more of the help. */
function ignoreClosedPipe(error: NodeJS.ErrnoException): void {
  if (error.code !== 'EPIPE') throw error
}
