import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { PROPOSAL } from '../../../src/multisig/proposal/proposal-file.ts'
import { temporaryFolder } from '../../support/home.ts'

const file = new URL('../../fixtures/formats/proposal-1.json', import.meta.url).pathname

it('a proposal of the first format is read for ever, and written the same', async () => {
  const proposal = await PROPOSAL.read(file)
  expect(proposal.terms).toMatchObject({ driver: 'graded', chainId: 31337n })
  expect(proposal.signatures).toHaveLength(1)
  const again = join(temporaryFolder(), 'p.json')
  await PROPOSAL.writeNew(again, proposal)
  expect(readFileSync(again, 'utf8')).toBe(readFileSync(file, 'utf8'))
})
