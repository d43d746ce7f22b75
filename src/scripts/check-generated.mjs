// Fails when a generated file that is committed differs from what the sources give now.
import { execFileSync } from 'node:child_process'

const GENERATED = [
  'src/artifacts',
  'test/support/artifacts',
  'oclif.manifest.json',
  'README.md',
  'test/golden/surface.txt',
]

const run = (command, args) =>
  execFileSync(command, args, { encoding: 'utf8', stdio: ['ignore', 'pipe', 'inherit'] })

const digest = () =>
  run('bash', [
    '-c',
    `git ls-files -z -co --exclude-standard -- ${GENERATED.join(' ')} | xargs -0 sha256sum`,
  ])
const before = digest()
run('npm', ['run', '-s', 'build'])
run('npm', ['run', '-s', 'readme'])
const after = digest()
if (before !== after) {
  const stale = after
    .split('\n')
    .filter((line) => !before.includes(line))
    .map((line) => line.slice(66))
  console.error(
    `Stale, regenerate with "npm run build && npm run readme" and commit: ${stale.join(', ')}`,
  )
  process.exit(1)
}
console.log('Generated files are up to date.')
