// Fields that only a campaign file has.

import { isAbsolute } from 'node:path'
import { parseAddress } from '../../primitives/address.ts'
import { field, text, wholeNumber } from '../../primitives/yaml-fields.ts'
import { zeroAddress } from './campaign-errors.ts'

export const payee = field(parsePayee)
export const blockNumber = wholeNumber(0, Number.MAX_SAFE_INTEGER)
export const path = text.refine((value) => isAbsolute(value) || !value.startsWith('~'), {
  error: 'must be a path relative to the campaign, or absolute',
})
export const url = text.refine(isHttpUrl, 'must be an http or https URL')

export function parsePayee(value: string): string {
  if (/^0x0{40}$/.test(value)) throw zeroAddress()
  return parseAddress(value)
}

function isHttpUrl(value: string): boolean {
  return URL.canParse(value) && /^https?:$/.test(new URL(value).protocol)
}
