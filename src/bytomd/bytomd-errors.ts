import { CapstanError } from '../primitives/capstan-error.ts'
import type { ConnectionFailure } from '../primitives/http/http-client.ts'
import { printableUrl } from '../primitives/printable-url.ts'

const OTHER_NODE = 'Name another node in source.node of migration.yaml.'

export function nodeUnreachable(
  url: string,
  method: string,
  { reason, proxy, cause }: ConnectionFailure,
): CapstanError {
  const through = proxy === undefined ? '' : `, through the proxy ${proxy}`
  return new CapstanError({
    code: 'NETWORK_UNREACHABLE',
    kind: 'network',
    message: `The node ${printableUrl(url)} did not answer ${method}: ${reason}${through}.`,
    details: { url: printableUrl(url), method, reason, ...(proxy && { proxy }) },
    suggestions: ['Start bytomd, or correct source.node in migration.yaml; then run again.'],
    cause,
  })
}

export function nodeTimedOut(url: string, method: string, timeoutMs: number): CapstanError {
  return new CapstanError({
    code: 'NETWORK_TIMEOUT',
    kind: 'network',
    message: `The node ${printableUrl(url)} did not answer ${method} within ${timeoutMs} ms.`,
    details: { url: printableUrl(url), method, timeoutMs },
    suggestions: ['Run the command again: it goes on where it stopped.'],
  })
}

/** The answer is unusable: not JSON, cut short, HTTP 500. */
export function nodeBadResponse(
  url: string,
  method: string,
  reason: string,
  cause?: unknown,
): CapstanError {
  return new CapstanError({
    code: 'NETWORK_BAD_RESPONSE',
    kind: 'network',
    message: `The node ${printableUrl(url)} gave no usable answer to ${method}: ${reason}.`,
    details: { url: printableUrl(url), method, reason },
    suggestions: [OTHER_NODE],
    cause,
  })
}

export function tokenRefused(url: string): CapstanError {
  return new CapstanError({
    code: 'BYTOM_TOKEN_REFUSED',
    kind: 'refused',
    message: `The node ${printableUrl(url)} requires an access token, or refuses the given one.`,
    details: { url: printableUrl(url) },
    suggestions: ['export CAPSTAN_BYTOM_TOKEN_FILE=FILE', 'bytomcli create-access-token capstan'],
  })
}

export function tokenInvalid(): CapstanError {
  return new CapstanError({
    code: 'BYTOM_TOKEN_INVALID',
    kind: 'usage',
    message: 'The access token of bytomd is not of the form id:secret.',
    suggestions: ['bytomcli list-access-tokens'],
  })
}

/** The method does not exist, or needs a wallet that is switched off. */
export function methodMissing(url: string, method: string): CapstanError {
  return new CapstanError({
    code: 'BYTOM_METHOD_MISSING',
    kind: 'refused',
    message: `The node ${printableUrl(url)} does not serve ${method}: it is not bytomd, or its wallet is disabled.`,
    details: { url: printableUrl(url), method },
    suggestions: [OTHER_NODE],
  })
}

export function nodeRefused(
  url: string,
  method: string,
  { code, message }: { code: string; message: string },
): CapstanError {
  return new CapstanError({
    code: 'BYTOM_NODE_REFUSED',
    kind: 'refused',
    message: `The node ${printableUrl(url)} refused ${method}: ${code} ${message || 'no reason given'}.`,
    details: { url: printableUrl(url), method, nodeCode: code, nodeMessage: message },
  })
}

export interface Alteration {
  readonly height: number
  /** Id of the transaction it is about. */
  readonly transaction?: string | undefined
  /** The part that does not match its contents. */
  readonly what: string
  readonly said: string
  readonly is: string
}

/** The block contradicts its own hashes: something was left out, changed or added. */
export function blockAltered({ height, transaction, what, said, is }: Alteration): CapstanError {
  const where = transaction === undefined ? '' : `, transaction ${transaction}`
  return new CapstanError({
    code: 'BYTOM_BLOCK_ALTERED',
    kind: 'mismatch',
    message: `Block ${height}${where}: the ${what} is given as ${said}, but its contents give ${is}.`,
    details: { height, transaction: transaction ?? null, what, said, is },
    suggestions: [OTHER_NODE],
  })
}

/**
 * The answer is JSON but not a block of Bytom 1.x.
 * @param transaction id of the one it is about, as far as that can be read.
 */
export function blockMalformed(
  height: number,
  problem: string,
  transaction?: string,
): CapstanError {
  const where = transaction === undefined ? '' : `in transaction ${transaction} `
  return new CapstanError({
    code: 'BYTOM_BLOCK_MALFORMED',
    kind: 'mismatch',
    message: `What was given as block ${height} is not a block of Bytom 1.x: ${where}${problem}.`,
    details: { height, transaction: transaction ?? null, problem },
    suggestions: [OTHER_NODE],
  })
}

export function otherBlock(asked: number, got: number, hash: string): CapstanError {
  return new CapstanError({
    code: 'BYTOM_OTHER_BLOCK',
    kind: 'mismatch',
    message: `Block ${got} (${hash}) is in the place of block ${asked}.`,
    details: { height: asked, got, hash },
    suggestions: [OTHER_NODE],
  })
}

export function genesisOfOtherNetwork(network: string, hash: string): CapstanError {
  return new CapstanError({
    code: 'BYTOM_NETWORK_MISMATCH',
    kind: 'mismatch',
    message: `Block 0 is ${hash}, which is not the genesis block of the ${network}.`,
    details: { height: 0, network, hash },
    suggestions: ['Correct source.bytomNetwork or source.node in migration.yaml.'],
  })
}

export function notTheCheckpoint(height: number, expected: string, got: string): CapstanError {
  return new CapstanError({
    code: 'BYTOM_CHECKPOINT_MISMATCH',
    kind: 'mismatch',
    message: `Block ${height} of the mainnet is ${expected}; this chain has ${got}.`,
    details: { height, expected, got },
    suggestions: [OTHER_NODE],
  })
}

/**
 * The coinbase is not what consensus allows: `problem` continues "its coinbase …".
 * @param transaction id of the one to blame; undefined in a block without any.
 */
export function coinbaseWrong(
  height: number,
  transaction: string | undefined,
  problem: string,
): CapstanError {
  const where = transaction === undefined ? '' : `, transaction ${transaction}`
  return new CapstanError({
    code: 'BYTOM_COINBASE_WRONG',
    kind: 'mismatch',
    message: `Block ${height}${where} is invalid: its coinbase ${problem}.`,
    details: { height, transaction: transaction ?? null, problem },
    suggestions: [OTHER_NODE],
  })
}
