import { BaseSequencer, type TestSpecification } from 'vitest/node'

/** What takes longest, longest first: begun last, one of them would run on while cores are idle. */
const SLOW = [
  'e2e/migrate/cmt',
  'adapters/deadline',
  'e2e/tx/faults-once-signed',
  'adapters/transactions-faults',
  'e2e/multisig/owner-campaign',
  'e2e/tx/faults',
  'adapters/plans-crash',
  'e2e/key/policy',
  'e2e/migrate/transfers',
  'e2e/migrate/planned-publication',
  'e2e/multisig/owner',
  'e2e/multisig/safe',
].map((name) => `/test/${name}.test.ts`)

/** Live tests before pure ones, as vitest has it by name, and of them the slow ones first. */
export default class SlowFirst extends BaseSequencer {
  override async sort(specifications: TestSpecification[]): Promise<TestSpecification[]> {
    const sorted = await super.sort(specifications)
    return sorted.sort((a, b) => rank(a) - rank(b))
  }
}

function rank({ moduleId }: TestSpecification): number {
  const place = SLOW.findIndex((name) => moduleId.endsWith(name))
  return place === -1 ? SLOW.length : place
}
