import { DEVNET_CHAIN_IDS } from '../../keystore/devnet-keys.ts'
import { devnetChainIdRefused, devnetChainIdsUsed, devnetChainIdUsed } from './devnet-errors.ts'
import { DEVNET_RECORD, devnetFolder, devnetNames, MAIN_DEVNET } from './devnet-record.ts'

const FIRST = Number(DEVNET_CHAIN_IDS.first)
const LAST = Number(DEVNET_CHAIN_IDS.last)

/**
 * The chain id of a new devnet: the requested one, 31337 for `main`, else the next one that no other
 * devnet of the home has. Two devnets with one id would share nonces and journal rows.
 * @throws DEVNET_CHAIN_ID_REFUSED, DEVNET_CHAIN_ID_USED, DEVNET_CHAIN_IDS_USED
 */
export async function newDevnetChainId(
  home: string,
  name: string,
  asked: number | undefined,
): Promise<number> {
  const used = await usedChainIds(home, name)
  const wanted = asked ?? (name === MAIN_DEVNET ? FIRST : undefined)
  if (wanted === undefined) return firstUnused(used)
  if (wanted < FIRST || wanted > LAST) throw devnetChainIdRefused(wanted)
  const owner = used.get(wanted)
  if (owner !== undefined) throw devnetChainIdUsed(wanted, owner)
  return wanted
}

function firstUnused(used: ReadonlyMap<number, string>): number {
  // 31337 is reserved for `main`.
  for (let chainId = FIRST + 1; chainId <= LAST; chainId++) {
    if (!used.has(chainId)) return chainId
  }
  throw devnetChainIdsUsed()
}

async function usedChainIds(home: string, name: string): Promise<Map<number, string>> {
  const used = new Map<number, string>()
  for (const other of await devnetNames(home)) {
    if (other === name) continue
    const record = await DEVNET_RECORD.find((await devnetFolder(home, other)).recordFile)
    if (record) used.set(record.chainId, other)
  }
  return used
}
