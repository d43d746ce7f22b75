import { writeSync } from 'node:fs'
import { redact } from '../../primitives/redact.ts'

const STDOUT = 1
const STDERR = 2

// As in xterm and its successors; a terminal without an alternate screen is at least cleared.
const OTHER_SCREEN = '\u001b[?1049h'
const MAIN_SCREEN = '\u001b[?1049l'
const CLEAR = '\u001b[2J\u001b[H'

/** Writes the result to stdout. */
export function printResult(text: string): void {
  writeLine(STDOUT, text)
}

/** Writes the story to stderr: progress, warnings, errors. Failures to write are ignored. */
export function printStory(text: string): void {
  try {
    writeLine(STDERR, text)
  } catch {
    // A full disk behind stderr must not undo what the command did.
  }
}

/**
 * Prints a secret on the terminal's alternate screen, which keeps no history. The returned function,
 * or the end of the process, removes it.
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

/** Under `DEBUG` libraries log their arguments, which may hold access keys. */
export function redactLogs(stderr: NodeJS.WriteStream): void {
  const write = stderr.write.bind(stderr) as (chunk: unknown, ...rest: unknown[]) => boolean
  stderr.write = (chunk: unknown, ...rest: unknown[]) =>
    write(typeof chunk === 'string' ? redact(chunk) : chunk, ...rest)
}

/**
 * Writes synchronously, so that nothing is lost if the process ends right after. A reader that goes
 * away (`| head -1`) must not stop a payment.
 */
function writeLine(descriptor: number, text: string): void {
  let rest = Buffer.from(`${text}\n`, 'utf8')
  while (rest.length > 0) {
    try {
      rest = rest.subarray(writeSync(descriptor, rest))
    } catch (error) {
      const { code } = error as NodeJS.ErrnoException
      if (code === 'EPIPE') return
      // The pipe is full; the reader will catch up.
      if (code !== 'EAGAIN') throw error
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 5)
    }
  }
}
