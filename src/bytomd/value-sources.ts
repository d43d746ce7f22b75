import type { BlockInput } from './block.ts'

/** Far more than any transaction has; each costs a hash. */
const MAX_READINGS = 1000

/**
 * Ids of the entries that the inputs of a transaction take their value from. A repeated spend takes it
 * from the same entry as the spend that it repeats, which its JSON does not name: that one comes later
 * and has the same value. If several match, each gives one possible list.
 * @param inputIds of the inputs, in order.
 */
export function* valueSources(
  inputs: readonly BlockInput[],
  inputIds: readonly string[],
): Generator<readonly string[]> {
  let readings = 0
  for (const reading of readingsFrom(inputs, inputIds, [])) {
    if (readings++ === MAX_READINGS) return
    yield reading
  }
}

function* readingsFrom(
  inputs: readonly BlockInput[],
  inputIds: readonly string[],
  before: readonly string[],
): Generator<readonly string[]> {
  const at = inputs.findIndex(({ type }, i) => i >= before.length && type === 'repeated')
  if (at === -1) {
    yield [...before, ...inputIds.slice(before.length)]
    return
  }
  const { assetId, amount } = inputs[at] as BlockInput
  const known = [...before, ...inputIds.slice(before.length, at)]
  for (const [i, other] of inputs.entries()) {
    if (i <= at || other.type !== 'spend') continue
    if (other.assetId !== assetId || other.amount !== amount) continue
    yield* readingsFrom(inputs, inputIds, [...known, inputIds[i] as string])
  }
}
