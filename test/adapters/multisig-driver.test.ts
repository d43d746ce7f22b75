import { randomBytes } from 'node:crypto'
import { concat, Interface } from 'ethers'
import { gradedMultisig } from '../../src/artifacts/graded-multisig.ts'
import type { Chain } from '../../src/chain/chain.ts'
import { gradedDriver } from '../../src/multisig/graded/graded-driver.ts'
import { safeDriver } from '../../src/multisig/safe/safe-driver.ts'
import { SAFE_VERSIONS } from '../../src/multisig/safe/safe-releases.ts'
import { deploy, deploySafeRelease } from '../support/safe.ts'
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

const graded = (node: Chain, multisig: string) =>
  gradedDriver(node, multisig, {
    nonceKey: () => BigInt(`0x${randomBytes(24).toString('hex')}`),
    names: new Map(),
  })

describeMultisigDriver(
  'the driver of a GradedMultisig',
  async (chain, node, owners) => {
    const members = owners.map((account) => ({ account, weight: 1 }))
    const everything = { threshold: 2, delay: 0 }
    const policy = {
      members: members.sort((a, b) => (a.account.toLowerCase() < b.account.toLowerCase() ? -1 : 1)),
      classes: [0, 1, 2, 3, 4, 5].map((index) => ({ class: index, ...everything })),
      ...{ assets: [], listings: [], knownCalls: [], cancelWeight: 2, suspectDelay: 3600 },
    }
    const { abi, bytecode } = gradedMultisig
    const data = concat([bytecode, new Interface(abi).encodeDeploy([policy])])
    return graded(node, await deploy(chain, data))
  },
  graded,
)
