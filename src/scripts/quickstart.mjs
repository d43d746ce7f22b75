// The main job on the embedded devnet, as a person would type it: every line it runs is shown.
import { spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'

const CAMPAIGN = 'quickstart'
const HOLDERS = 3000
/** The key dev1, which pays: as many coins as there are tokens, and some for gas. */
const PAYER = '0x70997970C51812dc3A010C7d01b50e0d17dc79C8'
const FUNDS = '1000000100'

const run = (command, args, options) => spawnSync(command, args, { encoding: 'utf8', ...options })

function build() {
  const { status } = run('npm', ['run', '-s', 'build'], { stdio: 'inherit' })
  if (status !== 0) process.exit(status ?? 1)
}

/** Runs capstan before the reader's eyes; the quickstart ends where it fails. */
function capstan(...args) {
  console.log(`\n$ capstan ${args.join(' ')}`)
  const { status } = run(process.execPath, ['bin/run.js', ...args], { stdio: 'inherit' })
  if (status !== 0) process.exit(status ?? 1)
}

/** The same, for its JSON. */
function capstanJson(...args) {
  const { status, stdout } = run(process.execPath, ['bin/run.js', ...args, '--json'], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  if (status !== 0) {
    console.error(stdout)
    process.exit(status ?? 1)
  }
  return JSON.parse(stdout)
}

build()
capstan('devnet', 'up')
if (!existsSync(CAMPAIGN)) {
  console.log(`\n$ capstan devnet token --holders ${HOLDERS}`)
  const { token, holders, blockNumber } = capstanJson(
    'devnet',
    'token',
    '--holders',
    String(HOLDERS),
  )
  console.log(`${holders} accounts hold the token ${token} at block ${blockNumber}.`)
  capstan('devnet', 'fund', PAYER, FUNDS)
  capstan(
    'migrate',
    'init',
    CAMPAIGN,
    '--kind',
    'erc20',
    '--network',
    'devnet',
    '--token',
    token,
    '--block',
    String(blockNumber),
  )
}
capstan('migrate', 'run', '-c', CAMPAIGN, '--key', 'dev1', '--yes')

console.log(`
Everything is in ${CAMPAIGN}/: migration.yaml says what was asked, out/ holds what each step left.

What to type next ("capstan" is "node bin/run.js" here, until it is installed):
  capstan migrate status -c ${CAMPAIGN}
  capstan migrate run -c ${CAMPAIGN} --key dev1 --yes     # again: says "already done", sends nothing
  capstan migrate audit -c ${CAMPAIGN} --full
  capstan migrate report -c ${CAMPAIGN}     # a page: open ${CAMPAIGN}/out/report.html
  capstan tx list
  capstan devnet down
`)
