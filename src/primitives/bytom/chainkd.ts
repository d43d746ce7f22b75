// ChainKD, the key derivation of Bytom's nodes: ed25519 keys that carry a chain code, as BIP-32 has
// them. An xprv is a scalar (32 bytes, little-endian) and a chain code (32); an xpub is the public
// point and the same chain code. Scalars are 256-bit numbers and never reduced by the group's order:
// a reduced one would have other children and other signatures.

import { ed25519 } from '@noble/curves/ed25519.js'
import { bytesToNumberLE, numberToBytesLE } from '@noble/curves/utils.js'
import { hmac } from '@noble/hashes/hmac.js'
import { sha512 } from '@noble/hashes/sha2.js'

export const XPRV_BYTES = 64
export const XPUB_BYTES = 64

const HALF = 32
const { Point } = ed25519
/** Order of the group that the base point generates. */
const ORDER = Point.Fn.ORDER
const HARDENED = Uint8Array.of(0x48)
const NON_HARDENED = Uint8Array.of(0x4e)

/** The root xprv of a BIP-39 seed. Callers wipe every xprv, here and below. */
export function rootXprv(seed: Uint8Array): Uint8Array {
  const xprv = hmac(sha512, ascii('Root'), seed)
  pruneRoot(xprv)
  return xprv
}

/** The xpub of an xprv. */
export function xpubOf(xprv: Uint8Array): Uint8Array {
  return join(publicKeyOf(xprv), xprv.subarray(HALF))
}

/** The first half of an xpub: an ed25519 public key in its standard encoding. */
export function publicKeyOfXpub(xpub: Uint8Array): Uint8Array {
  return xpub.slice(0, HALF)
}

/** A child whose xpub can be derived from the parent's xpub. A selector is any bytes. */
export function childXprv(xprv: Uint8Array, selector: Uint8Array): Uint8Array {
  const child = childMaterial(NON_HARDENED, publicKeyOf(xprv), xprv.subarray(HALF), selector)
  pruneAddend(child)
  addScalar(child, xprv)
  return child
}

/** A child that cannot be derived from public data. */
export function hardenedChildXprv(xprv: Uint8Array, selector: Uint8Array): Uint8Array {
  const [scalar, chainCode] = [xprv.subarray(0, HALF), xprv.subarray(HALF)]
  const child = childMaterial(HARDENED, scalar, chainCode, selector)
  pruneRoot(child)
  return child
}

/** The xpub of the non-hardened child. @throws if the first half of `xpub` is no point. */
export function childXpub(xpub: Uint8Array, selector: Uint8Array): Uint8Array {
  const publicKey = publicKeyOfXpub(xpub)
  const material = childMaterial(NON_HARDENED, publicKey, xpub.subarray(HALF), selector)
  pruneAddend(material)
  const addend = Point.BASE.multiply(bytesToNumberLE(material.subarray(0, HALF)))
  const point = Point.fromBytes(publicKey).add(addend)
  return join(point.toBytes(), material.subarray(HALF))
}

/** The xprv at the end of a path of non-hardened steps; those on the way are wiped. */
export function deriveXprv(xprv: Uint8Array, path: readonly Uint8Array[]): Uint8Array {
  let current: Uint8Array = xprv.slice()
  for (const selector of path) {
    const child = childXprv(current, selector)
    current.fill(0)
    current = child
  }
  return current
}

/** The xpub at the end of a path of non-hardened steps. */
export function deriveXpub(xpub: Uint8Array, path: readonly Uint8Array[]): Uint8Array {
  return path.reduce(childXpub, xpub)
}

/**
 * The ed25519 signature of a message, as RFC 8032 has it from the scalar and the prefix on; it is
 * deterministic and any ed25519 library verifies it.
 */
export function signWithXprv(xprv: Uint8Array, message: Uint8Array): Uint8Array {
  const expanded = expandedPrivateKey(xprv)
  try {
    const nonce = hashToScalar(expanded.subarray(HALF), message)
    const commitment = Point.BASE.multiply(nonce).toBytes()
    const challenge = hashToScalar(commitment, publicKeyOf(xprv), message)
    const response = (nonce + challenge * scalarOf(xprv)) % ORDER
    return join(commitment, numberToBytesLE(response, HALF))
  } finally {
    expanded.fill(0)
  }
}

/** The scalar, and the secret prefix from which a signature's nonce comes. */
export function expandedPrivateKey(xprv: Uint8Array): Uint8Array {
  const expanded = hmac(sha512, ascii('Expand'), xprv)
  expanded.set(xprv.subarray(0, HALF))
  return expanded
}

/** Whether 32 bytes are a point of the curve in its one encoding, and not of small order. */
export function isPublicKey(bytes: Uint8Array): boolean {
  try {
    return !Point.fromBytes(bytes).isSmallOrder()
  } catch {
    return false
  }
}

function childMaterial(
  kind: Uint8Array,
  parent: Uint8Array,
  chainCode: Uint8Array,
  selector: Uint8Array,
): Uint8Array {
  return hmac.create(sha512, chainCode).update(kind).update(parent).update(selector).digest()
}

/** Clears three top bits, where RFC 8032 clears one, so that sums of children stay below 2^255. */
function pruneRoot(bytes: Uint8Array): void {
  bytes[0] = byteAt(bytes, 0) & 0xf8
  bytes[31] = (byteAt(bytes, 31) & 0x1f) | 0x40
}

function pruneAddend(bytes: Uint8Array): void {
  bytes[0] = byteAt(bytes, 0) & 0xf8
  bytes[29] = byteAt(bytes, 29) & 0x01
  bytes.fill(0, 30, HALF)
}

/** Adds the parent's scalar to the child's, both little-endian, in place. */
function addScalar(child: Uint8Array, parent: Uint8Array): void {
  let carry = 0
  for (let i = 0; i < HALF; i++) {
    carry += byteAt(child, i) + byteAt(parent, i)
    child[i] = carry & 0xff
    carry >>= 8
  }
}

/** The scalar by the group's order, as points and responses take it. */
function scalarOf(xprv: Uint8Array): bigint {
  return bytesToNumberLE(xprv.subarray(0, HALF)) % ORDER
}

function publicKeyOf(xprv: Uint8Array): Uint8Array {
  return Point.BASE.multiply(scalarOf(xprv)).toBytes()
}

function hashToScalar(...parts: readonly Uint8Array[]): bigint {
  const hash = sha512.create()
  for (const part of parts) hash.update(part)
  const digest = hash.digest()
  const scalar = bytesToNumberLE(digest) % ORDER
  digest.fill(0)
  return scalar
}

function join(first: Uint8Array, second: Uint8Array): Uint8Array {
  const bytes = new Uint8Array(first.length + second.length)
  bytes.set(first)
  bytes.set(second, first.length)
  return bytes
}

function ascii(text: string): Uint8Array {
  return new TextEncoder().encode(text)
}

function byteAt(bytes: Uint8Array, index: number): number {
  return bytes[index] as number
}
