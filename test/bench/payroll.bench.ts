// A payroll of 500 by a multisig: proposals built from a CSV, read back and checked against the
// chain, signed. CPU of this process alone; the node has its own.

import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { connectChain } from '../../src/chain/chain.ts'
import type { NetworkProfile } from '../../src/chain/networks/network.ts'
import { cutBatch } from '../../src/multisig/batch/cut-batch.ts'
import { readBatch } from '../../src/multisig/batch/read-batch.ts'
import { checkProposal } from '../../src/multisig/check-proposal.ts'
import { connectMultisig } from '../../src/multisig/drivers.ts'
import { PROPOSAL } from '../../src/multisig/proposal/proposal-file.ts'
import { propose } from '../../src/multisig/propose.ts'
import { signProposal } from '../../src/multisig/signing/sign-proposal.ts'
import { Treasury } from '../support/multisigs.ts'
import { FUNDED_KEYS, walletSigner } from '../support/wallet-signer.ts'
import { measure } from './measure.ts'

const RECIPIENTS = 500
const RUNS = 3
const NETWORK: NetworkProfile = {
  ...{ name: 'test', chainId: 31337, rpcUrls: [], symbol: 'ETH', decimals: 18 },
  ...{ confirmations: 1, finality: 'latest', eip1559: true },
}
const MAX_CPU_MS = 2_000

await measure({ payroll }, async (run) => {
  const runs = Array.from({ length: RUNS }, () => run('payroll').measurements)
  const cpu = runs.map(({ cpuMs = 0 }) => cpuMs).sort((a, b) => a - b)
  const figure = cpu[Math.floor(RUNS / 2)] as number
  const detail = `${RECIPIENTS} recipients in ${runs[0]?.proposals} proposals, median of ${RUNS}`
  const what = 'payroll proposed, verified and signed'
  return [{ what, figure, unit: 'ms CPU', atMost: MAX_CPU_MS, detail }]
})

async function payroll() {
  const treasury = await Treasury.open()
  try {
    const { rpcUrl } = treasury.chain
    const file = join(treasury.root, 'payroll.csv')
    writeFileSync(file, payrollCsv())
    const chain = await connectChain({ ...NETWORK, rpcUrls: [rpcUrl] })
    const signer = walletSigner(FUNDED_KEYS[0])
    const start = process.cpuUsage()
    const proposals = await proposeAndSign(treasury.multisig, file, chain, signer)
    const { user, system } = process.cpuUsage(start)
    chain.rpc.close()
    return { cpuMs: (user + system) / 1000, proposals }
  } finally {
    treasury.close()
  }
}

async function proposeAndSign(
  multisig: string,
  file: string,
  chain: Awaited<ReturnType<typeof connectChain>>,
  signer: ReturnType<typeof walletSigner>,
): Promise<number> {
  let key = 1n
  const ports = { nonceKey: () => key++, names: new Map<string, string>() }
  const driver = await connectMultisig('graded', chain, multisig, ports)
  const { calls } = await readBatch(file, 'native', chain)
  const batches = await cutBatch(chain, multisig, calls)
  const drafts = batches.map((some) => ({ calls: some, expiresAtSeconds: null }))
  const proposed = await propose({ chain, driver, now: Date.now() }, drafts)
  for (const { proposal } of proposed) {
    const read = await PROPOSAL.parse(PROPOSAL.text(proposal), file)
    await checkProposal({ chain, driver }, read)
    await signProposal(read, signer, undefined)
  }
  return proposed.length
}

function payrollCsv(): string {
  const rows = Array.from({ length: RECIPIENTS }, (_, index) => {
    const address = (0xabcd0000 + index).toString(16).padStart(40, '0')
    return `0x${address},${1_000_000_000 * (index + 1)}\n`
  })
  return `address,amountBaseUnits\n${rows.join('')}`
}
