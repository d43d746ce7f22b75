import type { Chain } from '../chain/chain.ts'
import { useKernelKeccak } from '../chain/kernel-keccak.ts'
import type { MultisigDriver } from './driver.ts'
import type { GradedPorts } from './graded/graded-driver.ts'
import type { DriverName } from './proposal/proposal.ts'

export interface DriverPorts extends GradedPorts {
  /** Batch contract of a Safe, EIP-55, if it is not at its usual address. */
  readonly multiSend?: string | undefined
}

/** The driver of a multisig; loads its code on first use. */
export async function connectMultisig(
  name: DriverName,
  chain: Chain,
  multisig: string,
  ports: DriverPorts,
): Promise<MultisigDriver> {
  useKernelKeccak()
  if (name === 'safe') {
    const { safeDriver } = await import('./safe/safe-driver.ts')
    return safeDriver(chain, multisig, ports.multiSend)
  }
  const { gradedDriver } = await import('./graded/graded-driver.ts')
  return gradedDriver(chain, multisig, ports)
}
