type Cleanup = () => void | Promise<void>

const cleanups = new Set<Cleanup>()

/** Registers a clean-up for Ctrl-C; the returned function unregisters it. */
export function onInterrupt(cleanup: Cleanup): () => void {
  cleanups.add(cleanup)
  return () => cleanups.delete(cleanup)
}

/** Runs all registered clean-ups, even if some fail. */
export async function runInterruptCleanups(): Promise<void> {
  await Promise.allSettled([...cleanups].map(async (cleanup) => cleanup()))
}
