#!/usr/bin/env bash
# A validator's vote is signed with BLS12-381 by @noble/curves. Does a consensus client accept it?
#
# One would guess: yes. Curve, groups and encoding are the same; a signature is a signature.
# What happens: noble's "long signatures" hash the message for the basic suite (…_RO_NUL_), while
# the consensus of Ethereum and BSC, and the libraries made for it, use the suite for proofs of
# possession (…_RO_POP_). Key and signature parse, and verification says false. With the other
# suite named the bytes are equal. No file and no wire format says which suite was used.
. "$(dirname "$0")/lib.sh"
packages @noble/curves@2.4.0 @chainsafe/blst@2.2.0 bls-eth-wasm@1.7.0
finding <<'EOF'
import { createRequire } from 'node:module'
import { bls12_381 } from '@noble/curves/bls12-381.js'
import { see } from './lib.mjs'

const require = createRequire(import.meta.url)
const blst = require('@chainsafe/blst')
const herumi = require('bls-eth-wasm')
await herumi.init(herumi.BLS12_381)

const noble = bls12_381.longSignatures
const secret = new Uint8Array(32).fill(7)
const message = new Uint8Array(32).fill(1) // a signing root
const publicKey = noble.getPublicKey(secret)

const verdicts = (signature) => ({
  blst: blst.verify(
    message,
    blst.PublicKey.fromBytes(publicKey.toBytes()),
    blst.Signature.fromBytes(signature.toBytes()),
  ),
  herumi: herumi
    .deserializeHexStrToPublicKey(publicKey.toHex())
    .verify(herumi.deserializeHexStrToSignature(signature.toHex()), message),
})

const asItComes = noble.sign(noble.hash(message), secret)
see('noble as it comes, by noble', noble.verify(asItComes, noble.hash(message), publicKey), true)
see('noble as it comes, by others', verdicts(asItComes), { blst: false, herumi: false })

const SUITE = 'BLS_SIG_BLS12381G2_XMD:SHA-256_SSWU_RO_POP_'
const named = noble.sign(noble.hash(message, SUITE), secret)
see('noble with the suite named', verdicts(named), { blst: true, herumi: true })
const byBlst = blst.SecretKey.fromBytes(secret).sign(message).toHex()
see('and the bytes of blst', byBlst.replace('0x', '') === named.toHex(), true)
EOF
