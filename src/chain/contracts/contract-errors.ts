import { CapstanError } from '../../primitives/capstan-error.ts'
import { nearest } from '../../primitives/nearest.ts'

export function contractNameUnknown(name: string, names: readonly string[]): CapstanError {
  const meant = nearest(name, names)
  return new CapstanError({
    code: 'CONTRACT_UNKNOWN',
    kind: 'not-found',
    message: `There is no contract "${name}"; there are ${names.join(', ')}.`,
    details: { name, nearest: meant ?? null },
    suggestions: names
      .filter((one) => meant === undefined || one === meant)
      .map((one) => `capstan contract deploy ${one}`),
  })
}

/** @param command the one that deploys it. */
export function contractHasItsCommand(name: string, command: string): CapstanError {
  return new CapstanError({
    code: 'CONTRACT_HAS_ITS_COMMAND',
    kind: 'usage',
    message: `--arg cannot express the terms of a ${name}; another command deploys it.`,
    details: { name },
    suggestions: [command],
  })
}

export function deploymentUnknown(reference: string, network: string): CapstanError {
  return new CapstanError({
    code: 'CONTRACT_NOT_DEPLOYED',
    kind: 'not-found',
    message: `This home has not deployed ${reference} on ${network}.`,
    details: { reference, network },
    suggestions: [`capstan contract list --network ${network}`],
  })
}

/** @param given as typed. */
export function argumentMalformed(given: string): CapstanError {
  return new CapstanError({
    code: 'CONTRACT_ARG_MALFORMED',
    kind: 'usage',
    message: `The argument "${given}" is not name=value.`,
    details: { given },
    suggestions: ['--arg owner=0x…'],
  })
}

export function argumentUnknown(name: string, names: readonly string[]): CapstanError {
  const meant = nearest(name, names)
  const hint = meant === undefined ? `It has ${names.join(', ')}.` : `Did you mean "${meant}"?`
  return new CapstanError({
    code: 'CONTRACT_ARG_UNKNOWN',
    kind: 'usage',
    message: `The constructor has no argument "${name}". ${hint}`,
    details: { name, nearest: meant ?? null },
    suggestions: (meant === undefined ? names : [meant]).map((one) => `--arg ${one}=…`),
  })
}

export function argumentRepeated(name: string): CapstanError {
  return new CapstanError({
    code: 'CONTRACT_ARG_REPEATED',
    kind: 'usage',
    message: `The argument "${name}" is given twice.`,
    details: { name },
  })
}

/** @param missing name and type of each. */
export function argumentsMissing(missing: readonly { name: string; type: string }[]): CapstanError {
  const list = missing.map(({ name, type }) => `${name} (${type})`).join(', ')
  return new CapstanError({
    code: 'CONTRACT_ARG_MISSING',
    kind: 'usage',
    message: `The constructor also needs ${list}.`,
    details: { missing: missing.map(({ name }) => name).join(' ') },
    suggestions: [missing.map(({ name, type }) => `--arg ${name}=${type.toUpperCase()}`).join(' ')],
  })
}

export function argumentInvalid(
  { name, type }: { name: string; type: string },
  value: string,
  cause?: unknown,
): CapstanError {
  const shown = value.length > 80 ? `${value.slice(0, 80)}…` : value
  return new CapstanError({
    code: 'CONTRACT_ARG_INVALID',
    kind: 'usage',
    message: `The argument ${name} is "${shown}", which is not a valid ${type}.`,
    details: { name, type, value: shown },
    cause,
  })
}

/** @param failures one text for each difference. */
export function contractMismatch(
  name: string,
  address: string,
  failures: readonly string[],
): CapstanError {
  return new CapstanError({
    code: 'CONTRACT_MISMATCH',
    kind: 'mismatch',
    message: `The contract at ${address} is not the ${name} that was deployed: ${failures.join('; ')}.`,
    details: { name, address, failures: failures.join('; ') },
    suggestions: [`capstan contract show ${address}`],
  })
}

export function deployerMissing(deployer: string, network: string): CapstanError {
  return new CapstanError({
    code: 'CONTRACT_DEPLOYER_MISSING',
    kind: 'refused',
    message: `A multisig deploys through the deterministic deployment proxy, and ${network} has none at ${deployer}.`,
    details: { deployer, network },
    suggestions: ['Deploy with a key, and make the multisig the owner: --arg owner=0x…'],
  })
}

export function creationUnknown(address: string): CapstanError {
  return new CapstanError({
    code: 'CONTRACT_CREATION_UNKNOWN',
    kind: 'not-found',
    message: `The node does not show the transaction that created the contract at ${address}.`,
    details: { address },
    suggestions: ['Use a node that keeps the state of old blocks: --rpc-url URL'],
  })
}

export function ownerFixed(address: string): CapstanError {
  return new CapstanError({
    code: 'OWNERSHIP_FIXED',
    kind: 'refused',
    message: `The contract at ${address} has no owner that can change; a distributor's owner is fixed at deployment.`,
    details: { address },
  })
}

export function notTheOwner(address: string, owner: string, sender: string): CapstanError {
  return new CapstanError({
    code: 'OWNERSHIP_NOT_OWNER',
    kind: 'refused',
    message: `${sender} does not own ${address}; its owner is ${owner}.`,
    details: { address, owner, sender },
    suggestions: [
      `capstan contract transfer-ownership ${address} --to 0x… --from ${owner}`,
      `capstan contract transfer-ownership ${address} --to 0x… --multisig ${owner} --proposal FILE`,
    ],
  })
}

export function notOffered(address: string, pending: string, sender: string): CapstanError {
  return new CapstanError({
    code: 'OWNERSHIP_NOT_OFFERED',
    kind: 'refused',
    message: `The ownership of ${address} is offered to ${pending}, not to ${sender}.`,
    details: { address, pendingOwner: pending, sender },
    suggestions: [`capstan contract transfer-ownership ${address} --to ${sender}`],
  })
}
