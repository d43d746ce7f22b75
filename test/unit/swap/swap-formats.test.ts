import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { ATTESTATION } from '../../../src/swap/files/attestation-file.ts'
import { isProgressOf, PROGRESS, type Progress } from '../../../src/swap/files/progress-file.ts'
import { lockIdOf } from '../../../src/swap/rules/lock.ts'

const formats = new URL('../../fixtures/formats/', import.meta.url).pathname
const CONTRACT = '0xCf7Ed3AccA5a467e9e704C703E8D87F634fB0Fc9'

// The lock contract gave the id, on a chain; the release contract accepted the attestation.
describe('files of the first format', () => {
  it('swap-attestation@1 is read, and names the lock as the contract does', async () => {
    const file = join(formats, 'swap-attestation-1.json')
    const { lock, relayer, kind } = await ATTESTATION.read(file)
    expect([kind, relayer]).toEqual(['release', '0x70997970C51812dc3A010C7d01b50e0d17dc79C8'])
    expect(lockIdOf(lock)).toBe(
      '0x734eb4a690f7af27849278275cbad9103e405293b8ca8b1629cf57451b5c7afa',
    )
  })

  it('swap-progress@1 is read, for its own contracts alone', async () => {
    const contracts = {
      sourceChainId: '31337',
      lockContract: CONTRACT,
      targetChainId: '31338',
      releaseContract: CONTRACT,
    }
    const file = join(formats, 'swap-progress-1.json')
    const progress = (await PROGRESS.find(file)) as Progress
    expect(progress).toMatchObject({ nextNonce: 1, openNonces: [0] })
    expect(isProgressOf(progress, contracts)).toBe(true)
    expect(isProgressOf(progress, { ...contracts, sourceChainId: '1' })).toBe(false)
    expect(await PROGRESS.find(`${file}.missing`)).toBeUndefined()
    await expect(PROGRESS.find(join(formats, 'swap-attestation-1.json'))).rejects.toMatchObject({
      code: 'SWAP_PROGRESS_INVALID',
    })
  })
})
