import { DEVNET_CHAIN_IDS } from '../../keystore/devnet-keys.ts'
import { CapstanError } from '../../primitives/capstan-error.ts'

export function anvilMissing(packageName: string, named: string | undefined): CapstanError {
  return new CapstanError({
    code: 'ANVIL_MISSING',
    kind: 'refused',
    message:
      named === undefined
        ? `The devnet needs anvil: CAPSTAN_ANVIL is not set, the package ${packageName} is not installed, and PATH has no anvil.`
        : `CAPSTAN_ANVIL names ${named}, which is not an executable file.`,
    details: { packageName, path: named ?? null },
    suggestions: [
      `npm install ${packageName}`,
      'Set CAPSTAN_ANVIL to the path of an anvil executable, or put anvil on PATH.',
      'Use a node that already runs: --rpc-url URL',
    ],
  })
}

export function devnetNotStarted(logFile: string, reason: string, cause?: unknown): CapstanError {
  return new CapstanError({
    code: 'DEVNET_NOT_STARTED',
    kind: 'state',
    message: `The devnet's node exited at start: ${reason || 'it gave no reason'}.`,
    details: { logFile },
    suggestions: [`Read ${logFile}.`, 'Discard the saved state: capstan devnet reset'],
    cause,
  })
}

export function devnetPortTaken(name: string, port: number): CapstanError {
  return new CapstanError({
    code: 'DEVNET_PORT_TAKEN',
    kind: 'refused',
    message: `Another program listens on port ${port}, so the devnet ${name} cannot.`,
    details: { name, port },
    suggestions: [`capstan devnet up --name ${name} --port 0`],
  })
}

export function devnetNameInvalid(name: string): CapstanError {
  return new CapstanError({
    code: 'DEVNET_NAME_INVALID',
    kind: 'usage',
    message: `"${name}" is not a devnet name. Use 1 to 32 of a-z, 0-9 and "-", a letter first.`,
    details: { name },
  })
}

export function devnetUnknown(name: string, nearest: string | undefined): CapstanError {
  const hint = nearest === undefined ? '' : ` Did you mean "${nearest}"?`
  return new CapstanError({
    code: 'DEVNET_UNKNOWN',
    kind: 'not-found',
    message: `There is no devnet "${name}".${hint}`,
    details: { name, nearest: nearest ?? null },
    suggestions: [`capstan devnet up --name ${name}`, 'capstan devnet status --all'],
  })
}

/** @param has, wanted the setting as it is and as requested, such as `chain id 31337`. */
export function devnetDiffers(
  name: string,
  has: string,
  wanted: string,
  remedy: string,
): CapstanError {
  return new CapstanError({
    code: 'DEVNET_DIFFERS',
    kind: 'refused',
    message: `The devnet ${name} has ${has}, not ${wanted}.`,
    details: { name, has, wanted },
    suggestions: [remedy, 'Start a second devnet: capstan devnet up --name NAME'],
  })
}

export function devnetChainIdRefused(chainId: number): CapstanError {
  const { first, last } = DEVNET_CHAIN_IDS
  return new CapstanError({
    code: 'DEVNET_CHAIN_ID_REFUSED',
    kind: 'usage',
    message: `A devnet's chain id is from ${first} to ${last}, where the devnet keys may sign, not ${chainId}.`,
    details: { chainId },
  })
}

export function devnetChainIdUsed(chainId: number, owner: string): CapstanError {
  return new CapstanError({
    code: 'DEVNET_CHAIN_ID_USED',
    kind: 'refused',
    message: `Chain id ${chainId} belongs to the devnet ${owner}.`,
    details: { chainId, owner },
    suggestions: ['Leave --chain-id out to take the next free one.'],
  })
}

export function devnetChainIdsUsed(): CapstanError {
  const { first, last } = DEVNET_CHAIN_IDS
  return new CapstanError({
    code: 'DEVNET_CHAIN_IDS_USED',
    kind: 'refused',
    message: `Every chain id from ${first} to ${last} belongs to a devnet of this home.`,
    suggestions: ['capstan devnet status --all'],
  })
}

export function devnetBalanceTooLarge(address: string): CapstanError {
  return new CapstanError({
    code: 'DEVNET_BALANCE_TOO_LARGE',
    kind: 'usage',
    message: `The balance of ${address} would exceed 2^256 - 1 wei.`,
    details: { address },
  })
}

export function devnetAdvanceTooFar(time: string): CapstanError {
  return new CapstanError({
    code: 'DEVNET_ADVANCE_TOO_FAR',
    kind: 'usage',
    message: `A devnet's clock moves at most a thousand years at once, not ${time}.`,
    details: { time },
  })
}

export function devnetTransactionFailed(hash: string): CapstanError {
  return new CapstanError({
    code: 'DEVNET_TRANSACTION_FAILED',
    kind: 'reverted',
    message: `Transaction ${hash} failed on the devnet.`,
    details: { hash },
    suggestions: ['capstan devnet reset'],
  })
}

export function devnetRecordInvalid(file: string, reason: string, cause?: unknown): CapstanError {
  return new CapstanError({
    code: 'DEVNET_RECORD_INVALID',
    kind: 'state',
    message: `${file} is damaged or was written by a newer capstan: ${reason}.`,
    details: { file },
    suggestions: [`Move ${file} away, then run the command again.`],
    cause,
  })
}
