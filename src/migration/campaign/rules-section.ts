// `rules:` of migration.yaml.

import { z } from 'zod'
import { parseAddress } from '../../primitives/address.ts'
import { parseBaseUnits } from '../../primitives/amount.ts'
import { decodeBytomAddress, looksLikeBytomAddress } from '../../primitives/bytom/bytom-address.ts'
import { field, list, oneOf, section, text, wholeNumber } from '../../primitives/yaml-fields.ts'
import { payee } from './schema-fields.ts'

const MAX_DECIMALS = 77
const MAX_REASON_LENGTH = 500

export const decimals = wholeNumber(0, MAX_DECIMALS)
const holder = field(parseHolder)
const reason = text.max(MAX_REASON_LENGTH, `is longer than ${MAX_REASON_LENGTH} characters`)
const transactionId = text.regex(
  /^[0-9a-f]{64}$/,
  'must be the id of a Bytom transaction: 64 lower-case hex characters',
)

export const rulesSection = section({
  decimals: section({ from: decimals, to: decimals }).nullable().default(null),
  minimumBaseUnits: field((value) => parseBaseUnits(value, 'minimum')).default(1n),
  exclude: list(
    section({
      address: holder,
      reason,
      retired: z.array(transactionId, { error: 'must be a list' }).min(1, 'is empty').optional(),
      retiredBaseUnits: field((value) => parseBaseUnits(value, 'retired amount')).optional(),
    }),
  ),
  redirect: list(
    section({
      from: holder,
      to: payee,
      reason,
    }),
  ),
  unbound: oneOf(['hold', 'remainder']).default('hold'),
})

/** A holder on the ledger of the source; another key of the campaign names that ledger. */
function parseHolder(value: string): string {
  if (looksLikeBytomAddress(value)) {
    decodeBytomAddress(value)
    return value.toLowerCase()
  }
  return /^00(?:14[0-9a-f]{40}|20[0-9a-f]{64})$/.test(value) ? value : parseAddress(value)
}
