import { CapstanError } from '../../primitives/capstan-error.ts'

/** @param address whose allocation it is; null for the sum of all. */
export function allocationOverflow(address: string | null): CapstanError {
  const what = address === null ? 'sum of the allocations' : `allocation of ${address}`
  return new CapstanError({
    code: 'ALLOCATION_OVERFLOW',
    kind: 'refused',
    message: `The ${what} exceeds 256 bits after the change of decimals.`,
    details: { address },
    suggestions: ['Check rules.decimals in migration.yaml.'],
  })
}

/** Base units of the snapshot. Only a bug in the rules causes it. */
export function bucketsDoNotAddUp(sum: bigint, total: bigint): CapstanError {
  return new CapstanError({
    code: 'BUCKETS_DO_NOT_ADD_UP',
    kind: 'bug',
    message: `The buckets add up to ${sum} base units, but the snapshot has ${total}.`,
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
    message: `rules.${rule} pays ${address} at ${to}, but the holder signed for ${signed}.`,
    details: { rule, address, to, signed },
    suggestions: [`Remove rules.${rule} from migration.yaml: the holder signed a binding.`],
  })
}
