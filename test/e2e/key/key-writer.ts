import { Keyring } from '../../../src/keystore/keyring.ts'
import { randomPrivateKey } from '../../../src/keystore/private-key.ts'

// One of several processes that work on one home at once: key-writer HOME PREFIX COUNT. Of every
// four keys it makes, one is renamed and one is removed.
const [home = '', prefix = '', count = '0'] = process.argv.slice(2)
const keyring = new Keyring({
  home,
  backend: 'vault',
  environment: process.env,
  prompts: { secret: () => Promise.reject(new Error('nobody is asked')) },
})
for (let i = 0; i < Number(count); i++) {
  const name = `${prefix}-${i}`
  await keyring.add(
    { name, type: 'evm', path: null },
    { kind: 'private-key', bytes: randomPrivateKey() },
  )
  if (i % 4 === 1) await keyring.rename(name, `${name}-renamed`)
  if (i % 4 === 3) await keyring.remove(name)
}
await keyring.close()
