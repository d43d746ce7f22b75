import { describe, expect, it } from 'vitest'
import type { ProposalTerms } from '../../../src/multisig/proposal/proposal.ts'
import { CANONICAL_MULTI_SENDS } from '../../../src/multisig/safe/safe-releases.ts'
import { safeScheme } from '../../../src/multisig/safe/safe-scheme.ts'
import { safeTransaction } from '../../../src/multisig/safe/safe-transaction.ts'

// A transaction of a Safe on Arbitrum, with its hash as the README of
// github.com/pcaversaccio/safe-tx-hashes-util shows it.
const ADD_OWNER: ProposalTerms = {
  driver: 'safe',
  chainId: 42161n,
  multisig: '0x111CEEee040739fD91D29C34C33E6B3E112F2177',
  calls: [
    {
      to: '0x111CEEee040739fD91D29C34C33E6B3E112F2177',
      valueWei: 0n,
      data: '0x0d582f130000000000000000000000000c75fa5a5f1c0997e3eea425cfa13184ed0ec9e50000000000000000000000000000000000000000000000000000000000000003',
      decoded: null,
    },
  ],
  nonce: 234n,
  expiresAtSeconds: null,
  fields: {},
}
const BATCH: ProposalTerms = {
  ...ADD_OWNER,
  calls: [...ADD_OWNER.calls, ...ADD_OWNER.calls],
  fields: { multiSend: CANONICAL_MULTI_SENDS[0] as string },
}

describe('the hash that the owners of a Safe sign', () => {
  it('is the one that others compute', () => {
    expect(safeScheme.digest(ADD_OWNER)).toBe(
      '0x0cb7250b8becd7069223c54e2839feaed4cee156363fbfe5dd0a48e75c4e25b3',
    )
  })

  it.each<[string, Partial<ProposalTerms>]>([
    ['chain', { chainId: 1n }],
    ['Safe', { multisig: '0x0c75Fa5a5F1C0997e3eEA425cFA13184ed0eC9e5' }],
    ['nonce', { nonce: 235n }],
    ['call', { calls: [{ ...ADD_OWNER.calls[0], valueWei: 1n }] as ProposalTerms['calls'] }],
    ['number of calls', BATCH],
  ])('is another one for another %s', (_, other) => {
    expect(safeScheme.digest({ ...ADD_OWNER, ...other })).not.toBe(safeScheme.digest(ADD_OWNER))
  })
})

describe('a proposal to a Safe', () => {
  it('delegate-calls MultiSend for a batch, and nobody else', () => {
    expect(safeTransaction(ADD_OWNER).operation).toBe(0)
    expect(safeTransaction(BATCH)).toMatchObject({
      to: CANONICAL_MULTI_SENDS[0],
      valueWei: 0n,
      operation: 1,
    })
  })

  it.each<[string, string, Partial<ProposalTerms>]>([
    ['has an expiry', 'PROPOSAL_FIELD_FOREIGN', { expiresAtSeconds: 1_800_000_000 }],
    ['has a refund', 'PROPOSAL_FIELD_FOREIGN', { fields: { gasToken: ADD_OWNER.multisig } }],
    ['has gas of its own', 'PROPOSAL_FIELD_FOREIGN', { fields: { safeTxGas: '1' } }],
    ['sends one call through MultiSend', 'SAFE_BATCH_UNCLEAR', { fields: BATCH.fields }],
    ['is a batch without MultiSend', 'SAFE_BATCH_UNCLEAR', { calls: BATCH.calls }],
    [
      'names MultiSend without a checksum',
      'SAFE_BATCH_UNCLEAR',
      { ...BATCH, fields: { multiSend: BATCH.fields.multiSend?.toLowerCase() as string } },
    ],
  ])('is refused when it %s', (_, code, other) => {
    expect(() => safeScheme.digest({ ...ADD_OWNER, ...other })).toThrowError(
      expect.objectContaining({ code }),
    )
  })

  it('needs a chain where its MultiSend is not at the usual address', () => {
    expect(safeScheme.chainNeeded(ADD_OWNER)).toBeUndefined()
    expect(safeScheme.chainNeeded(BATCH)).toBeUndefined()
    const elsewhere = { ...BATCH, fields: { multiSend: ADD_OWNER.multisig } }
    expect(safeScheme.chainNeeded(elsewhere)).toContain(ADD_OWNER.multisig)
  })
})
