import { useKernelKeccak } from '../chain/kernel-keccak.ts'
import type { ProposalScheme } from './driver.ts'
import type { DriverName } from './proposal/proposal.ts'

/** The scheme of each kind of contract, loaded on first use. */
const SCHEMES: Readonly<Record<DriverName, () => Promise<ProposalScheme>>> = {
  graded: () => import('./graded/graded-scheme.ts').then((module) => module.gradedScheme),
  safe: () => import('./safe/safe-scheme.ts').then((module) => module.safeScheme),
}

export async function schemeOf(driver: DriverName): Promise<ProposalScheme> {
  useKernelKeccak()
  return SCHEMES[driver]()
}
