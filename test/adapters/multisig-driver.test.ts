import { safeDriver } from '../../src/multisig/safe/safe-driver.ts'
import { SAFE_VERSIONS } from '../../src/multisig/safe/safe-releases.ts'
import { deploySafeRelease } from '../support/safe.ts'
import { describeMultisigDriver } from './multisig-driver.behavior.ts'

for (const version of SAFE_VERSIONS) {
  describeMultisigDriver(
    `the driver of a Safe ${version}`,
    async (chain, node, owners) => {
      const release = await deploySafeRelease(chain, version)
      return safeDriver(node, await release.create({ owners, threshold: 2 }))
    },
    safeDriver,
  )
}
