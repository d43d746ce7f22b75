import { CapstanError } from '../../primitives/capstan-error.ts'

/** @param bytes how many there are. */
export function notDecodable(bytes: number): CapstanError {
  return new CapstanError({
    code: 'DATA_NOT_DECODABLE',
    kind: 'usage',
    message: `The argument has ${bytes} bytes: too few for a transaction, a hash or the data of a call.`,
    details: { bytes },
  })
}

export function transactionNowhere(hash: string, network: string): CapstanError {
  return new CapstanError({
    code: 'TX_NOWHERE',
    kind: 'not-found',
    message: `Neither the journal nor ${network} has a transaction ${hash}.`,
    details: { hash, network },
    suggestions: ['Name the network with --network.'],
  })
}

/** A node answered with a transaction whose bytes do not have the hash, or of a kind of its own. */
export function hashUnexpected(hash: string, network: string): CapstanError {
  return new CapstanError({
    code: 'TX_HASH_FOREIGN',
    kind: 'mismatch',
    message: `What ${network} calls ${hash} is a transaction that does not have this hash.`,
    details: { hash, network },
    suggestions: ['Ask another endpoint with --rpc-url.'],
  })
}
