import { createECDH, createHmac } from 'node:crypto'
import { pathInvalid } from './hd-errors.ts'
import { HARDENED, parsePath } from './hd-path.ts'

/**
 * The secp256k1 private key at a path below a seed (BIP-32); the caller's to wipe.
 * @throws KEY_PATH_INVALID
 */
export async function privateKeyAt(seed: Uint8Array, path: string): Promise<Uint8Array> {
  const steps = parsePath(path)
  const { privateAdd } = await import('tiny-secp256k1')
  let node = hmac(Buffer.from('Bitcoin seed'), seed)
  for (const step of steps) {
    const [key, chainCode] = halves(node)
    const data = childData(key, step)
    const tweak = hmac(chainCode, data)
    const child = privateAdd(key, tweak.subarray(0, 32))
    data.fill(0)
    node.fill(0)
    // One path in 2^127 leads nowhere (BIP-32).
    if (child === null) throw pathInvalid(path)
    tweak.set(child)
    child.fill(0)
    node = tweak
  }
  const key = Uint8Array.from(halves(node)[0])
  node.fill(0)
  return key
}

/** 0 ‖ private key for a hardened child, the public key for another; then the number, big-endian. */
function childData(key: Uint8Array, step: number): Buffer {
  const data = Buffer.alloc(37)
  if (step >= HARDENED) data.set(key, 1)
  else data.set(compressedPublicKey(key))
  data.writeUInt32BE(step, 33)
  return data
}

function compressedPublicKey(privateKey: Uint8Array): Buffer {
  const curve = createECDH('secp256k1')
  curve.setPrivateKey(privateKey)
  return curve.getPublicKey(null, 'compressed')
}

function halves(node: Uint8Array): [Uint8Array, Uint8Array] {
  return [node.subarray(0, 32), node.subarray(32)]
}

function hmac(key: Uint8Array, data: Uint8Array): Buffer {
  return createHmac('sha512', key).update(data).digest()
}
