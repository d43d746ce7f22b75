import { isatty } from 'node:tty'

const STDIN = 0
const STDOUT = 1
const STDERR = 2

// Asked of the descriptors: touching process.stdin opens a stream, which costs milliseconds.

/** Whether somebody sees the story. */
export function isStorySeen(): boolean {
  return isatty(STDERR)
}

/** Whether somebody is there to answer a question. */
export function isInteractive(): boolean {
  return isatty(STDIN) && isatty(STDERR)
}

/** Whether stdin, stdout and stderr are all a terminal, so that nothing is being captured. */
export function isAllTerminal(): boolean {
  return isInteractive() && isatty(STDOUT)
}
