import { z } from 'zod'
import { address, name, numberOr, section } from '../../primitives/yaml-fields.ts'
import { blockNumber, path, url } from './schema-fields.ts'

/** What both chains of a swap have. */
const place = {
  network: name,
  rpcUrl: z
    .union([url.transform((one) => [one]), z.array(url)], { error: 'must be an http or https URL' })
    .default([]),
  confirmations: numberOr(['finalized'], 'a number of blocks')
    .refine((value) => value !== 0, 'must be at least 1: the block of a lock itself counts as one')
    .nullable()
    .default(null),
  fromBlock: blockNumber.default(0),
}

/** `swap:` of a campaign file, for late holders. */
export const swapSection = section({
  source: section({ ...place, lock: address }).transform(({ rpcUrl, ...source }) => ({
    ...source,
    rpcUrls: rpcUrl,
  })),
  target: section({ ...place, release: address }).transform(({ rpcUrl, ...target }) => ({
    ...target,
    rpcUrls: rpcUrl,
  })),
  attestations: path.nullable().default(null),
})
