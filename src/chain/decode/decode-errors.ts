import { CapstanError } from '../../primitives/capstan-error.ts'

/** @param bytes their number. */
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
    suggestions: ['Name its network: --network NAME'],
  })
}

/** The bytes of the returned transaction do not have the hash, or its type is unknown. */
export function hashUnexpected(hash: string, network: string): CapstanError {
  return new CapstanError({
    code: 'TX_HASH_FOREIGN',
    kind: 'mismatch',
    message: `The transaction that ${network} returns for ${hash} has another hash.`,
    details: { hash, network },
    suggestions: ['Use another endpoint: --rpc-url URL'],
  })
}
