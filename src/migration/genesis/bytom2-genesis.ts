// The same-key target: Bytom 2.0 knows the control programs of Bytom 1.x, so its genesis needs no
// bindings. Its own list (reference: Bytom, 7) is one JSON object a line; a second file tells
// people the address that each program has there.

import { parse, resolve } from 'node:path'
import type { Bytom1Network } from '../../bytomd/consensus.ts'
import { encodeBytomAddress } from '../../primitives/bytom/bytom-address.ts'
import { parseProgram } from '../../primitives/bytom/control-program.ts'
import type { BytomNetwork } from '../../primitives/bytom/networks.ts'
import { writeDigestedFile } from '../../primitives/digested-file.ts'
import { snapshotChanged, snapshotMissing } from '../allocation/allocation-errors.ts'
import { assertRetired, isBurned } from '../allocation/retired-evidence.ts'
import { decimalsDiffer } from '../allocation/rules-errors.ts'
import type { Campaign } from '../campaign/campaign.ts'
import { askedFile, campaignFiles } from '../campaign/campaign-files.ts'
import { holderKey } from '../campaign/ruled-holder.ts'
import { findPublished } from '../publication/published.ts'
import type { BytomFacts } from '../snapshot/bytom/facts.ts'
import { readBytomHolders } from '../snapshot/bytom/holder-rows.ts'
import { readSnapshot, type Snapshot } from '../snapshot/snapshot-files.ts'
import type { GenesisList } from './genesis.ts'
import {
  genesisAmountTooLarge,
  genesisOfOtherKind,
  genesisRedirects,
  genesisSumWrong,
} from './genesis-errors.ts'
import { type ProgramBalance, type SameKeyBuckets, sameKeyList } from './same-key-list.ts'

export const ADDRESSES_HEADER = 'address,newAddress,balanceBaseUnits'

/** Amounts are whole numbers of 63 bits in every node. */
const MAX_BASE_UNITS = 2n ** 63n - 1n

const NEW_NETWORKS: Readonly<Record<Bytom1Network, BytomNetwork>> = {
  mainnet: 'bytom2-mainnet',
  testnet: 'bytom2-testnet',
  solonet: 'bytom2-solonet',
}

/** A list of control programs and the facts about it. */
export interface Bytom2Genesis extends GenesisList {
  readonly format: 'bytom2'
  /** `address,newAddress,balanceBaseUnits`, in the order of the list. Absolute path. */
  readonly addressesFile: string
  /** SHA-256, lower-case hex. */
  readonly addressesDigest: string
  readonly buckets: SameKeyBuckets
  readonly supplyBaseUnits: bigint
  /** Programs of the list whose owner nobody can prove. */
  readonly unattributable: number
  /** Rules whose address holds nothing, such as `exclude[0]`. */
  readonly idleRules: readonly string[]
  /** File of the publication of the campaign; null if there is none. */
  readonly publishedFile: string | null
}

/**
 * Writes the snapshot of a campaign as the genesis list of Bytom 2.0. Needs no `migrate build`.
 * @throws SNAPSHOT_MISSING, SNAPSHOT_DIGEST_MISMATCH, SNAPSHOT_DAMAGED, SNAPSHOT_FILE_INVALID;
 *   OUT_OF_CAMPAIGN, GENESIS_OF_OTHER_KIND, GENESIS_REDIRECTED, DECIMALS_DIFFER,
 * GENESIS_AMOUNT_TOO_LARGE;
 *   EVIDENCE_MISSING, EVIDENCE_WRONG, EVIDENCE_SHORT; GENESIS_SUM_WRONG if the files of the
 * snapshot do not add up.
 */
export async function writeBytom2Genesis(
  campaign: Pick<Campaign, 'directory' | 'rules'>,
  out: string,
): Promise<Bytom2Genesis> {
  const { rules } = campaign
  const file = askedFile(campaign, out)
  const addressesFile = askedFile(campaign, beside(file))
  const files = campaignFiles(campaign)
  const snapshot = await readSnapshot(files)
  if (snapshot === undefined) throw snapshotMissing(files.snapshotJson)
  const { bytom, supplyBaseUnits, symbol, decimals } = snapshot
  if (bytom === undefined) throw genesisOfOtherKind('bytom2', snapshot.kind)
  if (rules.redirect.length > 0) throw genesisRedirects(rules.redirect.length)
  if (rules.decimals !== null && rules.decimals.from !== decimals) {
    throw decimalsDiffer(files.snapshotCsv, decimals, rules.decimals.from)
  }
  const { blockHeight: height } = snapshot
  assertRetired(rules, { file: files.snapshotJson, height, transactions: bytom.evidence })
  const balances = await readBalances(files.snapshotCsv, snapshot, bytom)
  const excluded = excludedPrograms(rules)
  const list = sameKeyList({ balances, rules, excluded, supplyBaseUnits })
  const { kept, buckets } = list
  const idleRules = list.idleRules.filter((rule) => !isBurned(rule, rules))
  const totalBaseUnits = buckets.holders + buckets.unattributable
  assertCountable(kept, totalBaseUnits)
  const addressesDigest = await writeDigestedFile(addressesFile, addressList(kept, bytom.network))
  const digest = await writeDigestedFile(file, programList(kept, bytom.assetId))
  return {
    ...{ file, format: 'bytom2', accounts: kept.length, totalBaseUnits, digest, symbol, decimals },
    ...{ addressesFile, addressesDigest, buckets, supplyBaseUnits, idleRules },
    publishedFile: (await findPublished(files))?.file ?? null,
    unattributable: kept.filter(({ address }) => address === null).length,
  }
}

/** @throws SNAPSHOT_CHANGED, SNAPSHOT_FILE_INVALID, GENESIS_SUM_WRONG */
async function readBalances(
  file: string,
  { digest, supplyBaseUnits }: Snapshot,
  { unattributable }: BytomFacts,
): Promise<ProgramBalance[]> {
  const balances: ProgramBalance[] = []
  const read = await readBytomHolders(file, (holder) => balances.push(holder))
  if (read !== digest) throw snapshotChanged(file)
  for (const { program, baseUnits } of unattributable) {
    if (baseUnits > 0n) balances.push({ program, address: null, baseUnits })
  }
  const sum = balances.reduce((all, { baseUnits }) => all + baseUnits, 0n)
  if (sum !== supplyBaseUnits) throw genesisSumWrong(sum, supplyBaseUnits)
  return balances
}

/** Balances that the rules leave out, by program. */
function excludedPrograms({ exclude }: Campaign['rules']): ReadonlyMap<string, string> {
  return new Map(exclude.map(({ address }, at) => [holderKey(address), `exclude[${at}]`]))
}

/** @throws GENESIS_AMOUNT_TOO_LARGE */
function assertCountable(kept: readonly ProgramBalance[], total: bigint): void {
  const tooLarge = kept.find(({ baseUnits }) => baseUnits > MAX_BASE_UNITS)
  if (tooLarge) throw genesisAmountTooLarge(tooLarge.program, tooLarge.baseUnits, MAX_BASE_UNITS)
  if (total > MAX_BASE_UNITS) throw genesisAmountTooLarge(null, total, MAX_BASE_UNITS)
}

function beside(file: string): string {
  const { dir, name } = parse(file)
  return resolve(dir, `${name}.addresses.csv`)
}

/**
 * `{"AddressScript","Asset","Balance"}` a line, ascending by program, the balance as bare digits.
 */
export function* programList(
  balances: readonly ProgramBalance[],
  assetId: string,
): Generator<string> {
  for (const { program, baseUnits } of balances) {
    yield `{"AddressScript":"${program}","Asset":"${assetId}","Balance":${baseUnits}}\n`
  }
}

/** The old and the new address of each program that has one. */
export function* addressList(
  balances: readonly ProgramBalance[],
  network: Bytom1Network,
): Generator<string> {
  yield `${ADDRESSES_HEADER}\n`
  for (const { program, address, baseUnits } of balances) {
    const parsed = parseProgram(Buffer.from(program, 'hex'))
    if (address === null || parsed === undefined) continue
    yield `${address},${encodeBytomAddress(NEW_NETWORKS[network], parsed.hash)},${baseUnits}\n`
  }
}
