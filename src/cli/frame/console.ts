import { writeSync } from 'node:fs'
import { redact } from '../../primitives/redact.ts'

const STDOUT = 1
const STDERR = 2

// Of xterm, and of every terminal since; one that knows no other screen is cleared at least.
const OTHER_SCREEN = '\u001b[?1049h'
const MAIN_SCREEN = '\u001b[?1049l'
const CLEAR = '\u001b[2J\u001b[H'

/** The result, for whoever reads stdout. */
export function printResult(text: string): void {
  writeLine(STDOUT, text)
}

/** The story: progress, warnings, errors. Where it cannot be written, nobody can be told. */
export function printStory(text: string): void {
  try {
    writeLine(STDERR, text)
  } catch {
    // A full disk behind stderr must not undo what the command did.
  }
}

/**
 * Prints what must not stay on the terminal's other screen, which keeps no history. The returned
 * function, or the end of the process, takes it away.
 */
export function printForAMoment(text: string): () => void {
  const takeAway = () => {
    process.off('exit', takeAway)
    writeLine(STDERR, `${CLEAR}${MAIN_SCREEN}`)
  }
  process.once('exit', takeAway)
  writeLine(STDERR, `${OTHER_SCREEN}${CLEAR}${text}\n`)
  return takeAway
}

/** Under `DEBUG` libraries log what they were given, arguments with access keys among it. */
export function redactLogs(stderr: NodeJS.WriteStream): void {
  const write = stderr.write.bind(stderr) as (chunk: unknown, ...rest: unknown[]) => boolean
  stderr.write = (chunk: unknown, ...rest: unknown[]) =>
    write(typeof chunk === 'string' ? redact(chunk) : chunk, ...rest)
}

/**
 * Writes at once, so that nothing is lost when the process ends right after. A reader that went
 * away (`| head -1`) is no reason to stop in the middle of moving money.
 */
function writeLine(descriptor: number, text: string): void {
  let rest = Buffer.from(`${text}\n`, 'utf8')
  while (rest.length > 0) {
    try {
      rest = rest.subarray(writeSync(descriptor, rest))
    } catch (error) {
      const { code } = error as NodeJS.ErrnoException
      if (code === 'EPIPE') return
      // A pipe that is full for the moment; the reader will catch up.
      if (code !== 'EAGAIN') throw error
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 5)
    }
  }
}
