import { HolderCensus } from '../../src/migration/report/holder-distribution.ts'
import type { CampaignReport } from '../../src/migration/report/report.ts'

const HASH = `0x${'ab'.repeat(32)}`
const DIGEST = 'cd'.repeat(32)
const ACCOUNT = '0x4444444444444444444444444444444444444444'
const UNIT = 10n ** 18n

/**
 * A report in which everything is there, and every text that somebody outside can choose is what
 * `chosen` makes of its name.
 */
export function reportWith(chosen: (what: string) => string): CampaignReport {
  const census = new HolderCensus()
  const addresses = Array.from(
    { length: 40 },
    (_, i) => `0x${(i + 1).toString(16).padStart(40, '0')}`,
  )
  for (const [i, address] of addresses.entries()) census.add(address, BigInt(i + 1) * UNIT)
  const total = 820n * UNIT
  const distribution = census.finish(18)
  const rules = {
    decimals: null,
    minimumBaseUnits: 2n * UNIT,
    exclude: [{ address: addresses[39] as string, reason: chosen('exclusion') }],
    redirect: [{ from: addresses[38] as string, to: ACCOUNT, reason: chosen('redirect') }],
    unbound: 'hold' as const,
  }
  const allocated = total - 41n * UNIT
  const ruling = (outcome: 'excluded' | 'redirected', rule: string, units: bigint) => ({
    address: addresses[Number(units) - 1] as string,
    outcome,
    rule,
    balanceBaseUnits: units * UNIT,
  })
  return {
    campaign: {
      directory: '/campaign',
      path: '/campaign/migration.yaml',
      name: chosen('campaign'),
      source: { kind: 'file', path: chosen('path'), decimals: 18, symbol: chosen('symbol') },
      rules,
      target: {
        network: chosen('network'),
        asset: chosen('asset'),
        mode: 'push',
        batchSize: 256,
        remainderTo: chosen('remainder'),
        owner: chosen('owner'),
        claimUntilSeconds: 4_000_000_000,
      },
      swap: null,
      digest: DIGEST,
    },
    snapshot: {
      kind: 'erc20',
      chainId: 1,
      token: chosen('token'),
      name: chosen('token name'),
      symbol: chosen('symbol'),
      decimals: 18,
      blockHeight: 6_486_489,
      blockHash: HASH,
      blockTime: chosen('time'),
      paused: true,
      sourceDigest: DIGEST,
      supplyBaseUnits: total,
      categories: { [chosen('category')]: { holders: 40, baseUnits: total } },
      seeds: [{ address: chosen('seed'), amount: UNIT }],
      checkedHolders: 40,
      bytom: {
        network: 'solonet',
        assetId: chosen('asset id'),
        issuedBaseUnits: total + 2n * UNIT,
        retiredBaseUnits: 3n * UNIT,
        repeatedSpends: [
          { height: 130, transaction: chosen('repeated spend'), excessBaseUnits: UNIT },
        ],
        unattributable: [
          { program: chosen('program'), kind: 'lookAlike', outputs: 2, baseUnits: UNIT },
          { program: '51', kind: 'addressless', outputs: 1, baseUnits: 1n },
        ],
      },
      digest: DIGEST,
      holders: 40,
      totalBaseUnits: total,
    },
    distribution: {
      ...distribution,
      largest: [{ address: chosen('holder'), amount: 41n * UNIT }, ...distribution.largest],
    },
    build: {
      tree: {
        root: HASH,
        leaves: 39,
        totalBaseUnits: allocated,
        symbol: chosen('symbol'),
        decimals: 18,
        allocationDigest: DIGEST,
        snapshotDigest: DIGEST,
        snapshotTotalBaseUnits: total,
        buckets: {
          allocated,
          dust: UNIT,
          excluded: 40n * UNIT,
          rounding: 0n,
          unbound: 0n,
          unattributable: 0n,
        },
        rules,
      },
      ruled: {
        excluded: { holders: 1, baseUnits: 40n * UNIT },
        redirected: { holders: 1, baseUnits: 39n * UNIT },
        dust: { holders: 1, baseUnits: UNIT },
      },
      balancesByRule: new Map([
        ['exclude[0]', 40n * UNIT],
        ['redirect[0]', 39n * UNIT],
      ]),
      largestRuled: new Map([
        [addresses[39] as string, ruling('excluded', 'exclude[0]', 40n)],
        [addresses[38] as string, ruling('redirected', chosen('rule'), 39n)],
      ]),
      bindings: {
        bound: { holders: 30, baseUnits: 700n * UNIT },
        unbound: { holders: 9, baseUnits: 80n * UNIT },
        largestUnbound: [{ address: chosen('unbound'), amount: 9n * UNIT }],
        accounts: new Map([
          [addresses[36] as string, chosen('account')],
          [addresses[37] as string, null],
        ]),
      },
    },
    publication: {
      payer: {
        root: HASH,
        leafCount: 39,
        totalBaseUnits: allocated,
        asset: 'native',
        deadlineSeconds: 4_000_000_000,
        remainderTo: chosen('remainder'),
        owner: chosen('owner'),
        campaign: DIGEST,
        allocation: DIGEST,
        chainId: 31337n,
        distributor: chosen('distributor'),
        codeHash: HASH,
        blockNumber: 3,
        transactionHashes: [chosen('transaction'), HASH],
      },
      audit: {
        ok: false,
        checks: [
          { name: 'root', ok: true, detail: HASH },
          { name: chosen('check'), ok: false, detail: chosen('detail') },
        ],
        paid: 38,
        unpaid: 1,
        paidBaseUnits: allocated - 2n * UNIT,
        unpaidBaseUnits: 2n * UNIT,
        remainderBaseUnits: 7n,
        failed: [],
        blockHeight: 9,
      },
      block: { height: 9, hash: chosen('block'), timestampSeconds: 1_800_000_000 },
      payments: {
        transactions: [
          {
            kind: 'batch',
            hash: chosen('transaction'),
            blockHeight: 8,
            firstIndex: 0,
            lastIndex: 38,
            accounts: 38,
            baseUnits: allocated - 2n * UNIT,
          },
        ],
        transactionCount: 1,
        paid: 38,
        paidBaseUnits: allocated - 2n * UNIT,
        failed: [{ index: 5, account: chosen('refusing'), baseUnits: 2n * UNIT }],
      },
    },
    files: [{ name: chosen('file'), bytes: 12, digest: DIGEST }],
    version: chosen('version'),
  }
}
