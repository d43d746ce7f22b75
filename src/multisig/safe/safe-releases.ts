// The contracts of the two releases that capstan drives, known by keccak256 of their code, which is
// the same on every chain. From the published artefacts of @gnosis.pm/safe-contracts 1.3.0 and
// @safe-global/safe-contracts 1.4.1; the proxies also of 1.1.1 and 1.2.0, whose Safes may have been
// upgraded.

export const SAFE_VERSIONS = ['1.3.0', '1.4.1'] as const
export type SafeVersion = (typeof SAFE_VERSIONS)[number]

export interface SafeSingleton {
  readonly version: SafeVersion
  /** The edition for layer 2, which emits its arguments as events. */
  readonly isL2: boolean
}

export const SINGLETONS: Readonly<Record<string, SafeSingleton>> = {
  '0xbba688fbdb21ad2bb58bc320638b43d94e7d100f6f3ebaab0a4e4de6304b1c2e': {
    version: '1.3.0',
    isL2: false,
  },
  '0x21842597390c4c6e3c1239e434a682b054bd9548eee5e9b1d6a4482731023c0f': {
    version: '1.3.0',
    isL2: true,
  },
  '0x1fe2df852ba3299d6534ef416eefa406e56ced995bca886ab7a553e6d0c5e1c4': {
    version: '1.4.1',
    isL2: false,
  },
  '0xb1f926978a0f44a2c0ec8fe822418ae969bd8c3f18d61e5103100339894f81ff': {
    version: '1.4.1',
    isL2: true,
  },
}

/** Proxies that delegate everything to the singleton in their first storage slot. */
export const PROXIES: readonly string[] = [
  '0xaea7d4252f6245f301e540cfbee27d3a88de543af8e49c5c62405d5499fab7e5',
  '0x958a485acd4eff0908ba6c67238d33eedec70bc99115074ad38ae14d1017f9db',
  '0xb89c1b3bdf2cf8827818646bce9a8f6e372885f8c55e5c07acbd307cb133b000',
  '0xd7d408ebcd99b2b70be43e20253d6d92a8ea8fab29bd3be7f55b10032331fb4c',
]

export const FALLBACK_HANDLERS: readonly string[] = [
  '0x03e69f7ce809e81687c69b19a7d7cca45b6d551ffdec73d9bb87178476de1abf',
  '0x7c6007a5d711cea8dfd5d91f5940ec29c7f200fe511eb1fc1397b367af3c42f9',
]

/** MultiSendCallOnly: the only code that capstan lets a Safe delegate-call. */
export const MULTI_SENDS: readonly string[] = [
  '0xa9865ac2d9c7a1591619b188c4d88167b50df6cc0c5327fcbd1c8c75f7c066ad',
  '0xecd5bd14a08c5d2122379900b2f272bdf107a7e92423c10dd5fe3254386c9939',
]

/**
 * Addresses of MultiSendCallOnly on every chain, newest first. The addresses follow from its code
 * (CREATE2), so that nothing else can be there.
 */
export const CANONICAL_MULTI_SENDS: readonly string[] = [
  '0x9641d764fc13c8B624c04430C7356C1C7C8102e2',
  '0x40A2aCCbd92BCA938b02010E17A5b8929b49130D',
  '0xA1dabEF33b3B82c7814B6D82A79e50F4AC44102B',
]
