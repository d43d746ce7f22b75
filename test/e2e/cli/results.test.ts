// Commands whose results no other test reads: what they print as JSON, through the executable.

import { join } from 'node:path'
import { expect, it, onTestFinished } from 'vitest'
import { DEVNET_CONTRACTS } from '../../../src/chain/devnet/devnet-contracts.ts'
import { DEVNET_KEYS } from '../../../src/keystore/devnet-keys.ts'
import { capstan } from '../../support/capstan.ts'
import { stopDevnets } from '../../support/devnets.ts'
import { temporaryFolder } from '../../support/home.ts'
import { addKey, VAULT_ENVIRONMENT } from '../../support/vaults.ts'

const NOBODY = '0x00000000000000000000000000000000000A11cE'
const MULTISIG = DEVNET_CONTRACTS.multisig

function runsIn(home: string) {
  return async (...args: string[]) => {
    const { exitCode, stderr, json } = await capstan([...args, '--json'], {
      home,
      env: VAULT_ENVIRONMENT,
    })
    expect([stderr, exitCode]).toEqual(['', 0])
    return json
  }
}

it('a setting is written, read and shown with where it came from', async () => {
  const run = runsIn(temporaryFolder())
  await run('config', 'set', 'network', 'bsc')
  expect(await run('config', 'get', 'network')).toMatchObject({ value: 'bsc', source: 'user' })
  const { settings } = (await run('config', 'show')) as { settings: { name: string }[] }
  expect(settings.find(({ name }) => name === 'network')).toMatchObject({ value: 'bsc' })
})

it('a key takes another name, and is the one that signs', async () => {
  const home = temporaryFolder()
  await addKey(home, 'first')
  const run = runsIn(home)
  expect(await run('key', 'rename', 'first', 'ops')).toMatchObject({ name: 'ops' })
  expect(await run('key', 'default', 'ops')).toMatchObject({ name: 'ops' })
})

it('the policy of the devnet’s multisig is shown, and changes are proposed', async () => {
  const home = temporaryFolder()
  onTestFinished(() => stopDevnets(home))
  const run = runsIn(home)
  await run('devnet', 'up', '--port', '0')
  const policy = join(home, 'policy.yaml')
  await run('multisig', 'policy', 'template', '--out', join(home, 'template.yaml'))
  await run('multisig', 'policy', 'show', MULTISIG, '--out', policy)
  for (const list of ['suspect', 'deny']) {
    const out = join(home, `${list}.json`)
    const proposed = await run('multisig', list, MULTISIG, NOBODY, '--out', out)
    expect(proposed).toMatchObject({ file: out, multisig: MULTISIG, threshold: 2 })
  }
  const member = `${DEVNET_KEYS[3]?.address}:1`
  const out = join(home, 'member.json')
  const proposed = await run(
    'multisig',
    'policy',
    'propose',
    MULTISIG,
    '--member',
    member,
    '--out',
    out,
  )
  expect(proposed).toMatchObject({ file: out, threshold: 2 })
})

it('a plan is applied, once', async () => {
  const home = temporaryFolder()
  onTestFinished(() => stopDevnets(home))
  const run = runsIn(home)
  await run('devnet', 'up', '--port', '0')
  const plan = join(home, 'plan.json')
  const deploy = ['contract', 'deploy', 'swap-lock', '--arg', `token=${DEVNET_CONTRACTS.token}`]
  const terms = {
    retiredTo: NOBODY,
    targetChainId: '31338',
    releasePeriod: '86400',
    clockMargin: '86400',
    maximum: '1000',
    closesAt: '4102444800',
    owner: DEVNET_KEYS[0]?.address,
    guardian: DEVNET_KEYS[1]?.address,
    relayers: DEVNET_KEYS[2]?.address,
    quorum: '1',
    changeDelay: '172800',
  }
  for (const [name, value] of Object.entries(terms)) deploy.push('--arg', `${name}=${value}`)
  await run(...deploy, '--from', DEVNET_KEYS[0]?.address as string, '--plan-out', plan)
  const applied = (await run('tx', 'apply', plan, '--yes')) as { alreadyDone?: boolean }
  expect(applied).toMatchObject({ transactions: [{ alreadyDone: false }] })
  expect(await run('tx', 'apply', plan, '--yes')).toMatchObject({
    transactions: [{ alreadyDone: true }],
  })
})
