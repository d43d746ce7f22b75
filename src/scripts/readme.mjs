// Fills the list of commands in README.md from the manifest. What each takes is in its --help.
import { readFile, writeFile } from 'node:fs/promises'

const [OPEN, CLOSE] = ['<!-- commands -->', '<!-- commandsstop -->']

const { commands } = JSON.parse(await readFile('oclif.manifest.json', 'utf8'))
const rows = Object.entries(commands)
  .sort(([a], [b]) => (a < b ? -1 : 1))
  .map(([id, { args, summary }]) => {
    const names = Object.entries(args).map(([name, { required }]) =>
      required ? name.toUpperCase() : `[${name.toUpperCase()}]`,
    )
    return `| \`${[...id.split(':'), ...names].join(' ')}\` | ${summary} |`
  })

const readme = await readFile('README.md', 'utf8')
const [before, after] = [readme.split(OPEN)[0], readme.split(CLOSE)[1]]
await writeFile(
  'README.md',
  `${before}${OPEN}\n| command | does |\n| --- | --- |\n${rows.join('\n')}\n${CLOSE}${after}`,
)
