#!/usr/bin/env bash
# A record with a balance in wei goes into IPLD, as dag-json or as dag-cbor. Is that one data model?
#
# One would guess: yes, and if one is the wider, then CBOR, which has big integers (tag 2) where
# JSON has doubles.
# What happens: dag-json keeps any integer exactly, 2^256 - 1 too; dag-cbor allows no tag but the
# one for links and throws from 2^64 on, that is from 18.4 coins of 18 decimals. The order of keys
# differs as well, by bytes in one and by length first in the other, so iteration depends on the
# codec.
. "$(dirname "$0")/lib.sh"
packages @ipld/dag-cbor@10.0.2 @ipld/dag-json@11.0.1
finding <<'EOF'
import * as cbor from '@ipld/dag-cbor'
import * as json from '@ipld/dag-json'
import { refusal, see } from './lib.mjs'

const back = (codec, value) => codec.decode(codec.encode(value))
const tooLarge = 'CBOR decode error: encountered BigInt larger than allowable range'

for (const wei of [2n ** 53n + 1n, 2n ** 64n - 1n, 2n ** 64n, 2n ** 256n - 1n]) {
  see(`dag-json ${wei}`, back(json, { wei }).wei === wei, true)
  const small = wei < 2n ** 64n
  const cborSays = await refusal(() => cbor.encode({ wei }))
  see(`dag-cbor ${wei}`, cborSays, small ? 'taken' : tooLarge)
  if (small) see('  and back', back(cbor, { wei }).wei === wei, true)
}
const record = { amount: 1, to: 2, block: 3 }
see('keys by dag-json', Object.keys(back(json, record)), ['amount', 'block', 'to'])
see('keys by dag-cbor', Object.keys(back(cbor, record)), ['to', 'block', 'amount'])
EOF
