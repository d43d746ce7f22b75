import { keccak256 } from 'ethers'
import { describe, expect, it } from 'vitest'
import {
  FALLBACK_HANDLERS,
  MULTI_SENDS,
  SAFE_VERSIONS,
  SINGLETONS,
} from '../../../src/multisig/safe/safe-releases.ts'
import { safeArtifact } from '../../support/safe.ts'

describe.each(SAFE_VERSIONS)('the code of Safe %s', (version) => {
  const codeOf = (part: Parameters<typeof safeArtifact>[1]) =>
    keccak256(safeArtifact(version, part).deployedBytecode)

  it('is what its makers published', () => {
    expect(SINGLETONS[codeOf('singleton')]).toEqual({ version, isL2: false })
    expect(SINGLETONS[codeOf('singletonL2')]).toEqual({ version, isL2: true })
    expect(FALLBACK_HANDLERS).toContain(codeOf('fallbackHandler'))
    expect(MULTI_SENDS).toContain(codeOf('multiSendCallOnly'))
  })

  it('is not that of the MultiSend which delegate-calls', () => {
    expect(MULTI_SENDS).not.toContain(codeOf('multiSend'))
  })
})
