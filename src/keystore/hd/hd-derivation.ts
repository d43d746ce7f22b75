import { HDKey } from '@scure/bip32'
import { pathInvalid } from './hd-errors.ts'
import { parsePath } from './hd-path.ts'

/**
 * The secp256k1 private key at a path below a seed (BIP-32); the caller's to wipe. The keys on the
 * way are wiped here.
 * @throws KEY_PATH_INVALID
 */
export function privateKeyAt(seed: Uint8Array, path: string): Uint8Array {
  const key = parsePath(path).reduce((parent, step) => {
    const child = parent.deriveChild(step)
    parent.wipePrivateData()
    return child
  }, HDKey.fromMasterSeed(seed))
  try {
    if (key.privateKey === null) throw pathInvalid(path)
    return key.privateKey.slice()
  } finally {
    key.wipePrivateData()
  }
}
