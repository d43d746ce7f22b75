import { CapstanError } from '../../primitives/capstan-error.ts'

export function networkUnknown(name: string, nearest: string | undefined): CapstanError {
  const hint = nearest === undefined ? '' : ` Did you mean "${nearest}"?`
  return new CapstanError({
    code: 'NETWORK_UNKNOWN',
    kind: 'not-found',
    message: `There is no network "${name}".${hint}`,
    details: { name, nearest: nearest ?? null },
    suggestions: ['capstan network list', `capstan network add ${name} --rpc-url URL`],
  })
}

export function networkWithoutEndpoint(name: string, chainId: number | null): CapstanError {
  const given = chainId === null ? ' --chain-id N' : ''
  return new CapstanError({
    code: 'NETWORK_NO_ENDPOINT',
    kind: 'usage',
    message: `The network ${name} has no RPC endpoint; capstan knows no public one that is maintained.`,
    details: { name, chainId },
    suggestions: [`capstan network add ${name} --rpc-url URL${given}`, '--rpc-url URL'],
  })
}

export function networkChainIdMissing(name: string): CapstanError {
  return new CapstanError({
    code: 'NETWORK_CHAIN_ID_MISSING',
    kind: 'usage',
    message: `The chain id of network ${name} is unknown, so no endpoint can be checked.`,
    details: { name },
    suggestions: [`capstan network add ${name} --rpc-url URL --chain-id N`],
  })
}

export function networkExists(name: string): CapstanError {
  return new CapstanError({
    code: 'NETWORK_EXISTS',
    kind: 'refused',
    message: `The network ${name} already exists.`,
    details: { name },
    suggestions: [`capstan network remove ${name}`, `capstan network show ${name}`],
  })
}

export function networkBuiltIn(name: string): CapstanError {
  return new CapstanError({
    code: 'NETWORK_BUILT_IN',
    kind: 'refused',
    message: `The network ${name} comes with capstan and cannot be removed.`,
    details: { name },
    suggestions: ['capstan network list'],
  })
}

export function networkNameInvalid(name: string, reason: string): CapstanError {
  return new CapstanError({
    code: 'NETWORK_NAME_INVALID',
    kind: 'usage',
    message: `"${name}" cannot name a network: ${reason}.`,
    details: { name },
  })
}

export function networkChainIdInvalid(chainId: number): CapstanError {
  return new CapstanError({
    code: 'NETWORK_CHAIN_ID_INVALID',
    kind: 'usage',
    message: `A chain id is a whole number from 1 to 2^53 - 1, not ${chainId}.`,
    details: { chainId },
  })
}

export function networkSymbolInvalid(symbol: string): CapstanError {
  return new CapstanError({
    code: 'NETWORK_SYMBOL_INVALID',
    kind: 'usage',
    message: `${JSON.stringify(symbol)} is not a coin symbol. Use 1 to 32 characters without spaces.`,
    details: { symbol },
    suggestions: ['--symbol ETH'],
  })
}

/** The chain id of a built-in profile never changes. */
export function networkChainIdFixed(name: string, chainId: number, given: number): CapstanError {
  return new CapstanError({
    code: 'CHAIN_ID_MISMATCH',
    kind: 'mismatch',
    message: `The network ${name} has chain id ${chainId}, not ${given}.`,
    details: { name, expected: chainId, got: given },
    suggestions: [
      'Add the other network under another name: capstan network add NAME --rpc-url URL',
    ],
  })
}

export function networksFileInvalid(file: string, reason: string, cause?: unknown): CapstanError {
  return new CapstanError({
    code: 'NETWORKS_FILE_INVALID',
    kind: 'state',
    message: `${file} is damaged or was written by a newer capstan: ${reason}.`,
    details: { file },
    suggestions: [`Repair ${file} or move it away, then run the command again.`],
    cause,
  })
}
