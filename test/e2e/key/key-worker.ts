import { join } from 'node:path'
import { randomPrivateKey } from '../../../src/keystore/evm/private-key.ts'
import { FIRST_PATHS } from '../../../src/keystore/hd/hd-path.ts'
import { Keyring } from '../../../src/keystore/keyring.ts'
import { FolderStore } from '../../support/folder-store.ts'

// One of several processes that work on one home at once: key-worker HOME PREFIX ROUNDS.
//
// A round makes a mnemonic with two accounts, an account of the common mnemonic, and a single key;
// renames, removes, and leaves of it: `-second` of even rounds, `-common` of every third, `-single`.
const [home = '', prefix = '', rounds = '0'] = process.argv.slice(2)
const store = new FolderStore(join(home, 'secrets'))
const keyring = new Keyring({
  home,
  backend: 'vault',
  environment: {},
  prompts: { secret: () => Promise.reject(new Error('nobody is asked')) },
  storeOf: () => store,
})
for (let round = 0; round < Number(rounds); round++) {
  const name = `${prefix}${round}`
  const mnemonic = { kind: 'mnemonic', bytes: randomPrivateKey() } as const
  await keyring.add({ name: `${name}-first`, type: 'evm', path: FIRST_PATHS.evm }, mnemonic)
  await keyring.addAccount(`${name}-first`, { name: `${name}-next`, type: 'evm' })
  await keyring.addAccount('common', { name: `${name}-common`, type: 'evm' })
  const single = { kind: 'private-key', bytes: randomPrivateKey() } as const
  await keyring.add({ name: `${name}-only`, type: 'evm', path: null }, single)
  await keyring.rename(`${name}-next`, `${name}-second`)
  await keyring.rename(`${name}-only`, `${name}-single`)
  await keyring.makeDefault(`${name}-single`)
  await keyring.remove(`${name}-first`)
  if (round % 2 === 1) await keyring.remove(`${name}-second`)
  if (round % 3 !== 0) await keyring.remove(`${name}-common`)
  process.stdout.write(`${round}\n`)
}
await keyring.close()
