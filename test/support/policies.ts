import { type KeyPolicy, NO_RULES } from '../../src/keystore/policy/policy.ts'

/** Accounts and tokens of policy tests, in their EIP-55 form. */
export const ALICE = '0x00000000000000000000000000000000000A11cE'
export const BOB = '0x0000000000000000000000000000000000000B0b'
export const SELF = '0x9d8A62f656a8d1615C1294fd71e9CFb3E4855A4F'
export const TOKEN = '0xf85fEea2FdD81d51177F6b8F35F0e6734Ce45F5F'
export const OTHER_TOKEN = '0x6B175474E89094C44Da98b954EedeAC495271d0F'

export const ETHER = 10n ** 18n

/** The policy with these rules and no others. */
export function policyOf(rules: Partial<KeyPolicy>): KeyPolicy {
  return { ...NO_RULES, ...rules }
}
