import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

/** The example campaign of the manual, as an operator would write it. */
export const EXAMPLE_CAMPAIGN = `# migration.yaml
format: capstan/campaign@1
name: cmt-mainnet
source:
  kind: erc20
  network: ethereum
  token: "0xf85fEea2FdD81d51177F6b8F35F0e6734Ce45F5F"
  block: 6486489
rules:
  decimals: { from: 18, to: 18 }
  minimumBaseUnits: "1"
  exclude: [ { address: "0x1111111111111111111111111111111111111111", reason: "treasury, burned" } ]
  redirect: [ { from: "0x2222222222222222222222222222222222222222", to: "0x3333333333333333333333333333333333333333", reason: "exchange hot wallet" } ]
  unbound: hold
target:
  network: devnet
  asset: native
  mode: push
  batchSize: 256
  claimUntil: 2027-06-30T00:00:00Z
  remainderTo: "0x4444444444444444444444444444444444444444"
  owner: "0x5555555555555555555555555555555555555555"
`

/** Writes `migration.yaml` (and other files) into `directory`, which is made if it is missing. */
export function writeCampaign(
  directory: string,
  yaml: string | Uint8Array,
  files: Readonly<Record<string, string>> = {},
): string {
  mkdirSync(directory, { recursive: true })
  writeFileSync(join(directory, 'migration.yaml'), yaml)
  for (const [name, content] of Object.entries(files)) writeFileSync(join(directory, name), content)
  return directory
}

/** Writes a campaign over a CSV of balances, in units of two decimals. */
export function fileCampaign(
  directory: string,
  { holders, rules = '' }: { holders: Iterable<readonly [string, bigint]>; rules?: string },
): string {
  const rows = Array.from(holders, ([address, balance]) => `${address},${balance}\n`)
  return writeCampaign(
    directory,
    `format: capstan/campaign@1
name: balances
source: { kind: file, path: balances.csv, decimals: 2, symbol: UNIT }
${rules}target:
  network: devnet
  asset: native
  mode: push
  claimUntil: 2099-01-01T00:00:00Z
  remainderTo: "0x4444444444444444444444444444444444444444"
`,
    { 'balances.csv': `address,balance\n${rows.join('')}` },
  )
}
