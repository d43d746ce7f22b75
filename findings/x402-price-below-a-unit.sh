#!/usr/bin/env bash
# An answer is sold by x402 for a ten-millionth of a dollar, and the token has 6 decimals.
#
# One would guess: such a price is refused at start, or rounded up to the least unit.
# What happens: digits below the unit are cut off. "$0.0000019" is sold for about half of what it
# says, "$0.0000001" and the number 1e-7 for 0 units; the text "1e-7" is refused, like "$1,000".
. "$(dirname "$0")/lib.sh"
packages @x402/core@2.27.0 @x402/evm@2.27.0 viem@2.57.20
finding <<'EOF'
import { ExactEvmScheme } from '@x402/evm/exact/server'
import { see } from './lib.mjs'

const scheme = new ExactEvmScheme()
async function units(price) {
  try {
    return (await scheme.parsePrice(price, 'eip155:84532')).amount
  } catch {
    return 'refused'
  }
}
const expected = [
  ['$0.01', '10000'],
  ['$0.000001', '1'],
  ['$0.0000019', '1'],
  ['$0.0000001', '0'],
  [1e-7, '0'],
  ['1e-7', 'refused'],
  ['$1,000', 'refused'],
]
for (const [price, amount] of expected) {
  see(`${typeof price} ${price}`, await units(price), amount)
}
EOF
