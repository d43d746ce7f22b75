import { mkdir } from 'node:fs/promises'
import { resolve } from 'node:path'

/** The folder of all state: `--home`, `CAPSTAN_HOME`, or the platform's data folder. Absolute. */
export function homePath(
  flag: string | undefined,
  environment: NodeJS.ProcessEnv,
  platformFolder: string,
): string {
  const given = flag ?? environment.CAPSTAN_HOME
  return resolve(given === undefined || given === '' ? platformFolder : given)
}

/** Makes the home if it is missing, for its owner alone. */
export async function makeHome(path: string): Promise<void> {
  await mkdir(path, { recursive: true, mode: 0o700 })
}
