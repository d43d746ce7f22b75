import { existsSync } from 'node:fs'
import { homedir, tmpdir } from 'node:os'
import { join } from 'node:path'

/** The platform's folder for what capstan keeps, where oclif has it too. */
export function dataFolder(environment: NodeJS.ProcessEnv): string {
  const { CAPSTAN_DATA_DIR, XDG_DATA_HOME, LOCALAPPDATA } = environment
  if (CAPSTAN_DATA_DIR) return CAPSTAN_DATA_DIR
  const windowsFolder = process.platform === 'win32' ? LOCALAPPDATA : undefined
  const base = XDG_DATA_HOME || windowsFolder || join(userFolder(environment), '.local', 'share')
  return join(base, 'capstan')
}

function userFolder({ HOME, HOMEDRIVE, HOMEPATH, USERPROFILE }: NodeJS.ProcessEnv): string {
  if (HOME) return HOME
  if (process.platform === 'win32') {
    if (HOMEDRIVE && HOMEPATH) return join(HOMEDRIVE, HOMEPATH)
    if (USERPROFILE) return USERPROFILE
  }
  return homedir() || tmpdir()
}

/** Whether somebody may have added plugins of oclif, whose commands and hooks only oclif knows. */
export function hasPlugins(environment: NodeJS.ProcessEnv): boolean {
  return existsSync(join(dataFolder(environment), 'package.json'))
}
