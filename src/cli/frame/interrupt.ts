type Cleanup = () => void | Promise<void>

const cleanups = new Set<Cleanup>()

/** Registers what Ctrl-C must put in order first; the returned function takes it back. */
export function onInterrupt(cleanup: Cleanup): () => void {
  cleanups.add(cleanup)
  return () => cleanups.delete(cleanup)
}

/** Runs the registered clean-ups, each whatever becomes of the others. */
export async function runInterruptCleanups(): Promise<void> {
  await Promise.allSettled([...cleanups].map(async (cleanup) => cleanup()))
}
