import { join } from 'node:path'
import { expect, it } from 'vitest'
import { signBytomTemplate } from '../../../src/keystore/bytom-keys/sign-bytom-template.ts'
import { temporaryFolder } from '../../support/home.ts'
import { silentStory } from '../../support/payments.ts'
import { emptyKeyring } from './memory-keyring.ts'

it.each(['bytom2-mainnet', 'bytom2-testnet', 'bytom2-solonet'] as const)(
  'a template of %s is refused before it is read',
  async (network) => {
    const { keyring } = emptyKeyring()
    const asked = () => Promise.reject(new Error('nobody is asked'))
    const input = {
      name: 'nobody',
      file: join(temporaryFolder(), 'none.json'),
      out: undefined,
      network,
      maxFeeNeu: 0n,
      dryRun: false,
    }
    await expect(
      signBytomTemplate(keyring, { prompts: { confirm: asked }, story: silentStory }, input),
    ).rejects.toMatchObject({
      code: 'BYTOM_LEDGER_UNSUPPORTED',
      exitCode: 2,
      details: { network },
    })
  },
)
