import { writeFileSync } from 'node:fs'
import { Signature } from 'ethers'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { canonicalJson } from '../../../src/primitives/canonical-json.ts'
import { inProcess } from '../../support/in-process.ts'
import { ACCOUNTS, proposalJson, Treasury } from '../../support/multisigs.ts'
import { deployTestToken } from '../../support/test-token.ts'

/** Half of the order of secp256k1 and more is a malleated s (EIP-2). */
const ORDER = 0xfffffffffffffffffffffffffffffffebaaedce6af48a03bbfd25e8cd0364141n

let treasury: Treasury
let token: string
let signed: string
beforeAll(async () => {
  treasury = await Treasury.open()
  signed = await treasury.proposed('2')
  await treasury.run(['sign', signed, '--key', 'dev0'])
  token = treasury.newFile()
  const call = ['--to', ACCOUNTS[8] as string, '--call', 'setRate(uint256)']
  await treasury.run(['propose', treasury.multisig, '7', ...call, '--out', token])
})
afterAll(() => treasury.close())

/** A proposal file with something changed, in canonical form. */
function forged(file: string, change: (json: Record<string, unknown>) => void): string {
  const json = proposalJson(file)
  change(json)
  const out = treasury.newFile()
  writeFileSync(out, canonicalJson(json))
  return out
}

interface WrittenSignature {
  signer: string
  form: string
  signature: string
}
const signaturesOf = (json: Record<string, unknown>) => json.signatures as WrittenSignature[]
const callsOf = (json: Record<string, unknown>) => json.calls as Record<string, unknown>[]
const decodedOf = (json: Record<string, unknown>) =>
  callsOf(json)[0]?.decoded as { signature: string; args: string[] }

type Forgery = [name: string, code: string, exitCode: number, file: () => string]

const FORGERIES: Forgery[] = [
  [
    'another amount under the old digest',
    'PROPOSAL_ALTERED',
    7,
    () => forged(signed, (json) => Object.assign(callsOf(json)[0] as object, { valueWei: '9' })),
  ],
  [
    'arguments that are not those of the bytes',
    'PROPOSAL_ALTERED',
    7,
    () => forged(token, (json) => Object.assign(decodedOf(json), { args: ['1'] })),
  ],
  [
    'a function of another name',
    'PROPOSAL_ALTERED',
    7,
    () =>
      forged(token, (json) => Object.assign(decodedOf(json), { signature: 'harmless(uint256)' })),
  ],
  [
    'another chain under the old digest',
    'PROPOSAL_ALTERED',
    7,
    () => forged(signed, (json) => Object.assign(json, { chainId: 1 })),
  ],
  [
    'a second spelling of the same JSON',
    'PROPOSAL_ALTERED',
    7,
    () => {
      const out = treasury.newFile()
      writeFileSync(out, JSON.stringify(proposalJson(signed)))
      return out
    },
  ],
  [
    'a malleated signature',
    'PROPOSAL_SIGNATURE_WRONG',
    7,
    () =>
      forged(signed, (json) => {
        const one = signaturesOf(json)[0] as WrittenSignature
        const { r, s, v } = Signature.from(one.signature)
        const high = (ORDER - BigInt(s)).toString(16).padStart(64, '0')
        one.signature = `${r}${high}${(v === 27 ? 28 : 27).toString(16)}`
      }),
  ],
  [
    'a signature under the name of another owner',
    'PROPOSAL_SIGNATURE_WRONG',
    7,
    () =>
      forged(signed, (json) =>
        Object.assign(signaturesOf(json)[0] as object, { signer: ACCOUNTS[1] }),
      ),
  ],
  [
    'one signature twice',
    'PROPOSAL_INVALID',
    2,
    () =>
      forged(signed, (json) => signaturesOf(json).push(signaturesOf(json)[0] as WrittenSignature)),
  ],
  [
    'characters that hide a line',
    'PROPOSAL_INVALID',
    2,
    () => forged(signed, (json) => Object.assign(json, { network: 'devnet\u202e\u001b[2K' })),
  ],
  [
    'a key of its own',
    'PROPOSAL_INVALID',
    2,
    () => forged(signed, (json) => Object.assign(json, { note: 'trust me' })),
  ],
  [
    'an amount beyond 256 bits',
    'PROPOSAL_INVALID',
    2,
    () =>
      forged(signed, (json) =>
        Object.assign(callsOf(json)[0] as object, { valueWei: '9'.repeat(78) }),
      ),
  ],
  [
    'no JSON',
    'PROPOSAL_INVALID',
    2,
    () => {
      const out = treasury.newFile()
      writeFileSync(out, '[[[[')
      return out
    },
  ],
  [
    'more than anybody reads',
    'PROPOSAL_INVALID',
    2,
    () => {
      const out = treasury.newFile()
      writeFileSync(out, Buffer.alloc(17 << 20, 0x20))
      return out
    },
  ],
]

describe('a proposal file that is not what it says', () => {
  it.each(FORGERIES)('is refused before a key is touched: %s', async (_, code, exitCode, file) => {
    const args = ['multisig', 'sign', file(), '--key', 'no-such-key', '--yes', '--json']
    const { home, chain } = treasury
    const result = await inProcess([...args, '--rpc-url', chain.rpcUrl], { home })
    expect(result.json).toMatchObject({ error: { code, exitCode } })
    expect(result.exitCode).toBe(exitCode)
  })
})

describe('a proposal that is sound by itself', () => {
  it('counts nothing from somebody who is no owner, and verify says so', async () => {
    const file = await treasury.proposed('2')
    const stranger = ['sign', file, '--key', 'dev7']
    const refused = await treasury.run(stranger)
    expect(refused.json).toMatchObject({ error: { code: 'MULTISIG_NOT_OWNER', exitCode: 3 } })
    expect((await treasury.run([...stranger, '--offline'])).exitCode).toBe(0)
    const verified = await treasury.run(['verify', file])
    expect(verified.exitCode).toBe(7)
    expect(verified.json).toMatchObject({
      valid: false,
      signedWeight: 0,
      worthless: [{ signer: ACCOUNTS[7] }],
    })
  })

  it('is weighed by the chain, and where its file says otherwise, that is said', async () => {
    const honest = await treasury.run(['verify', signed])
    expect(honest.json).toMatchObject({ threshold: 3, differences: [] })
    const lie = forged(signed, (json) => Object.assign(json.grade as object, { threshold: 1 }))
    const verified = await treasury.run(['verify', lie])
    expect(verified.json).toMatchObject({
      threshold: 3,
      differences: [expect.stringContaining('weight 1')],
    })
  })

  it('is refused where it counts a token with other decimals than the token', async () => {
    const { address } = await deployTestToken(treasury.chain)
    const file = treasury.newFile()
    const call = ['--to', address, '--call', 'approve(address,uint256)', ACCOUNTS[9] as string, '7']
    await treasury.run(['propose', treasury.multisig, ...call, '--out', file])
    const lie = forged(file, (json) => {
      for (const one of json.assets as { asset: string; decimals: number }[]) {
        if (one.asset === address) one.decimals = 6
      }
    })
    const refused = await treasury.run(['sign', lie, '--key', 'dev0'])
    expect(refused.json).toMatchObject({ error: { code: 'PROPOSAL_SCALE_WRONG', exitCode: 7 } })
    expect((await treasury.run(['sign', file, '--key', 'dev0'])).exitCode).toBe(0)
  })

  it('is not verified on another chain', async () => {
    const other = await Treasury.open()
    try {
      await other.chain.request('anvil_setChainId', [31338])
      const result = await other.run(['verify', signed])
      expect(result.json).toMatchObject({ error: { code: 'CHAIN_ID_MISMATCH', exitCode: 7 } })
    } finally {
      other.close()
    }
  })

  it('is not united with another one', async () => {
    const another = await treasury.proposed('2')
    const merged = await treasury.run(['merge', signed, another, '--out', treasury.newFile()])
    expect(merged.json).toMatchObject({
      error: { code: 'PROPOSAL_COPIES_CONFLICT', details: { files: [signed, another] } },
    })
    expect(merged.exitCode).toBe(7)
  })

  it('is not overwritten by a new one', async () => {
    const to = ['--to', ACCOUNTS[9] as string, '--value', '1', '--out', signed]
    const again = await treasury.run(['propose', treasury.multisig, ...to])
    expect(again.json).toMatchObject({ error: { code: 'PROPOSAL_FILE_EXISTS', exitCode: 3 } })
  })
})
