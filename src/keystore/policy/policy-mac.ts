import { createHmac, hkdfSync, timingSafeEqual } from 'node:crypto'
import { canonicalJson } from '../../primitives/canonical-json.ts'
import { type KeyPolicy, policyJson } from './policy.ts'

/** The members of a key that its MAC covers: all that decide what it signs, and where. */
export interface Sealed {
  readonly entry: string
  readonly type: string
  readonly address: string
  readonly path: string | null
  readonly policy: KeyPolicy | null
}

const MAC_BYTES = 32
const NO_SALT = new Uint8Array()

/**
 * Seals a key's record: HMAC-SHA256 over its canonical JSON, under a key that HKDF-SHA256 (RFC
 * 5869) derives from the secret for this path. Without the secret nobody can change or
 * remove the policy, or use the seal of another key.
 * @returns hex, 64 characters.
 */
export function policyMac(
  secret: Uint8Array,
  { entry, type, address, path, policy }: Sealed,
): string {
  const info = `capstan/keys@1 policy ${path ?? ''}`
  const key = Buffer.from(hkdfSync('sha256', secret, NO_SALT, info, MAC_BYTES))
  const rules = policy === null ? null : policyJson(policy)
  const text = canonicalJson({ entry, type, address, path, policy: rules })
  const mac = createHmac('sha256', key).update(text).digest('hex')
  key.fill(0)
  return mac
}

/** Whether a record matches its seal. */
export function isSealed(secret: Uint8Array, sealed: Sealed, mac: string): boolean {
  const expected = Buffer.from(policyMac(secret, sealed), 'hex')
  const given = Buffer.from(mac, 'hex')
  return given.length === expected.length && timingSafeEqual(given, expected)
}

/** Form of a MAC in `keys.json`. */
export function isMac(text: string): boolean {
  return /^[0-9a-f]{64}$/.test(text)
}
