import { join } from 'node:path'
import { randomPrivateKey } from '../../../src/keystore/evm/private-key.ts'
import { Keyring } from '../../../src/keystore/keyring.ts'
import type { Secret } from '../../../src/keystore/stores/secret.ts'
import { VaultStore } from '../../../src/keystore/stores/vault-store.ts'
import { CHEAP_COST, nobody, vaultPassword } from '../../support/cheap-vault.ts'

// A process that stops for good beside one write to the store: key-stopper HOME NAME create|remove
// before|after. It says "stopped" when it does.
const [home = '', name = '', action = '', moment = ''] = process.argv.slice(2)

class StoppingVault extends VaultStore {
  override async put(entry: string, secret: Secret): Promise<void> {
    await stopIf(action === 'create' && moment === 'before')
    await super.put(entry, secret)
    await stopIf(action === 'create' && moment === 'after')
  }

  override async delete(entry: string): Promise<boolean> {
    await stopIf(action === 'remove' && moment === 'before')
    const found = await super.delete(entry)
    await stopIf(action === 'remove' && moment === 'after')
    return found
  }
}

const vault = new StoppingVault(join(home, 'vault'), vaultPassword(), CHEAP_COST)
const keyring = new Keyring({
  home,
  backend: 'vault',
  environment: {},
  prompts: nobody,
  storeOf: () => vault,
})
if (action === 'remove') await keyring.remove(name)
else {
  const secret = { kind: 'private-key', bytes: randomPrivateKey() } as const
  await keyring.add({ name, type: 'evm', path: null }, secret)
}

async function stopIf(isHere: boolean): Promise<void> {
  if (!isHere) return
  process.stdout.write('stopped\n')
  await new Promise((_, reject) => {
    setTimeout(() => reject(new Error('nobody killed it')), 60_000)
  })
}
