import { hkdf } from '@noble/hashes/hkdf.js'
import { hmac } from '@noble/hashes/hmac.js'
import { sha256 } from '@noble/hashes/sha2.js'
import { describe, expect, it } from 'vitest'
import {
  isMac,
  isSealed,
  policyMac,
  type Sealed,
} from '../../../../src/keystore/policy/policy-mac.ts'
import { ALICE, BOB, policyOf, SELF, TOKEN } from '../../../support/policies.ts'

const SECRET = Uint8Array.from({ length: 32 }, (_, index) => index + 1)
const POLICY = policyOf({ recipients: [ALICE], maxPerDayBaseUnits: { [TOKEN]: 5n } })
const SEALED: Sealed = {
  entry: 'ops-0123456789ab',
  type: 'evm',
  address: SELF,
  path: "m/44'/60'/0'/0/0",
  policy: POLICY,
}

describe('the seal of a key', () => {
  it('is HMAC-SHA256 of its canonical JSON under a key from HKDF-SHA256, as noble has both', () => {
    const info = Buffer.from("capstan/keys@1 policy m/44'/60'/0'/0/0")
    const text = `{
  "address": "${SELF}",
  "entry": "ops-0123456789ab",
  "path": "m/44'/60'/0'/0/0",
  "policy": {
    "commands": null,
    "maxPerDayBaseUnits": {
      "${TOKEN}": "5"
    },
    "maxPerTxBaseUnits": null,
    "networks": null,
    "recipients": [
      "${ALICE}"
    ]
  },
  "type": "evm"
}
`
    const key = hkdf(sha256, SECRET, undefined, info, 32)
    const expected = Buffer.from(hmac(sha256, key, Buffer.from(text))).toString('hex')
    expect(policyMac(SECRET, SEALED)).toBe(expected)
    expect(isMac(expected)).toBe(true)
    expect(isSealed(SECRET, SEALED, expected)).toBe(true)
  })

  it.each([
    ['the policy is gone', { policy: null }],
    ['a recipient is added', { policy: { ...POLICY, recipients: [ALICE, BOB] } }],
    ['a ceiling is raised', { policy: { ...POLICY, maxPerDayBaseUnits: { [TOKEN]: 6n } } }],
    ['a rule is dropped', { policy: { ...POLICY, recipients: null } }],
    ['the path is another', { path: "m/44'/60'/0'/0/1" }],
    ['the path is gone', { path: null }],
    ['the address is another', { address: ALICE }],
    ['the entry is another', { entry: 'ops-0123456789ac' }],
    ['the type is another', { type: 'bytom' }],
  ] as [string, Partial<Sealed>][])('does not fit when %s', (_, change) => {
    const mac = policyMac(SECRET, SEALED)
    expect(isSealed(SECRET, { ...SEALED, ...change }, mac)).toBe(false)
  })

  it('does not fit another secret, or when it is cut short', () => {
    const mac = policyMac(SECRET, SEALED)
    expect(isSealed(SECRET.toReversed(), SEALED, mac)).toBe(false)
    expect(isSealed(SECRET, SEALED, mac.slice(2))).toBe(false)
    expect(isSealed(SECRET, SEALED, '')).toBe(false)
  })
})
