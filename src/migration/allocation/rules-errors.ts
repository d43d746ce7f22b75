import { CapstanError } from '../../primitives/capstan-error.ts'

/** @param address whose allocation it is; null for the sum of all. */
export function allocationOverflow(address: string | null): CapstanError {
  const what = address === null ? 'sum of the allocations' : `allocation of ${address}`
  return new CapstanError({
    code: 'ALLOCATION_OVERFLOW',
    kind: 'refused',
    message: `The ${what} does not fit 256 bits after the change of decimals.`,
    details: { address },
    suggestions: ['Check rules.decimals in migration.yaml.'],
  })
}

/** Base units of the snapshot. Never seen unless the rules themselves are wrong. */
export function bucketsDoNotAddUp(sum: bigint, total: bigint): CapstanError {
  return new CapstanError({
    code: 'BUCKETS_DO_NOT_ADD_UP',
    kind: 'bug',
    message: `The buckets sum to ${sum} base units, the snapshot to ${total}.`,
    details: { bucketBaseUnits: sum.toString(), totalBaseUnits: total.toString() },
  })
}

export function decimalsDiffer(file: string, snapshot: number, rules: number): CapstanError {
  return new CapstanError({
    code: 'DECIMALS_DIFFER',
    kind: 'refused',
    message: `rules.decimals.from is ${rules}, but the balances of ${file} have ${snapshot} decimals.`,
    details: { file, snapshotDecimals: snapshot, rulesDecimals: rules },
    suggestions: [`Set rules.decimals.from to ${snapshot} in migration.yaml.`],
  })
}

/** @param to by the rule; @param signed by the holder. */
export function redirectAgainstBinding(
  rule: string,
  address: string,
  to: string,
  signed: string,
): CapstanError {
  return new CapstanError({
    code: 'REDIRECT_AGAINST_BINDING',
    kind: 'refused',
    message: `rules.${rule} pays ${address} at ${to}, but the holder has signed for ${signed}.`,
    details: { rule, address, to, signed },
    suggestions: [`Take rules.${rule} out of migration.yaml: the holder has spoken.`],
  })
}
