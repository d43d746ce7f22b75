// Writes down the help of capstan, of every topic and of every command, as oclif lays it out for 80
// columns without colours, so that a run that asks for it need not load oclif.
import { mkdir, readFile, writeFile } from 'node:fs/promises'
import { dirname } from 'node:path'

/** As `src/entry/text-answer.ts` has it: stands for version and machine. */
const USER_AGENT = '{user-agent}'

// Read by oclif when it is loaded.
Object.assign(process.env, { OCLIF_COLUMNS: '80', FORCE_COLOR: '0' })
const { Config, Help } = await import('@oclif/core')

class WrittenHelp extends Help {
  text = ''

  log(...lines) {
    this.text += `${lines.join('\n')}\n`
  }
}

const { commandIDs, topics } = await Config.load(process.cwd())
const names = ['', ...commandIDs, ...topics.map(({ name }) => name)]
for (const name of new Set(names)) {
  // Showing one help changes what oclif knows, so each begins anew.
  const config = await Config.load(process.cwd())
  config.userAgent = USER_AGENT
  const help = new WrittenHelp(config)
  await help.showHelp(name === '' ? [] : name.split(':'))
  const path = `dist/${['help', ...name.split(':')].join('/').replace(/\/$/, '')}.txt`
  // Somebody may be reading it.
  if ((await readFile(path, 'utf8').catch(() => undefined)) === help.text) continue
  await mkdir(dirname(path), { recursive: true })
  await writeFile(path, help.text)
}
