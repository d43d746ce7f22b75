import { sameBytes, toBareHex } from './bare-hex.ts'
import { childXpub, deriveXpub, publicKeyOfXpub } from './chainkd.ts'
import { formatBytomPath, MAX_STEP, parseBytomPath } from './derivation-path.ts'
import { encodeMultisigScript } from './multisig-script.ts'
import { p2wpkhProgram, p2wshProgram } from './pay-to.ts'
import type { SignatureComponent, TemplateKey } from './template.ts'

/** An account of a node's wallet: its keys in their order, and the path of its addresses. */
interface Account {
  readonly quorum: number
  readonly rootXpubs: readonly Uint8Array[]
  /** `m/44/153/<account>` as selectors. */
  readonly prefix: readonly Uint8Array[]
  /** Highest index among the template's inputs, by branch: 0 receiving, 1 change. */
  readonly highest: [number, number]
}

/** How far a wallet looks ahead of the last address it has seen (the node's recovery window). */
const WINDOW = 128
const PREFIX = parseBytomPath('m/44/153')
const BRANCHES = [0, 1] as const
const STEPS = 5

/**
 * Which of the programs are addresses of the accounts that hold these inputs, with the path of each:
 * change is found by derivation, not from the template. Addresses far ahead of the known ones count as
 * a stranger's, and so do those of a shared account as soon as anything else is spent beside it: its
 * other holders could take that.
 * @returns path by program, in hex without `0x`.
 * @throws BYTOM_QUORUM_INVALID for an account of more than 255 keys
 */
export function findOwnPrograms(
  components: readonly SignatureComponent[],
  programs: readonly Uint8Array[],
): ReadonlyMap<string, string> {
  const wanted = new Set(programs.map(toBareHex))
  const found = new Map<string, string>()
  for (const account of accountsOf(changeable(components))) {
    for (const branch of BRANCHES) {
      const steps = [...account.prefix, step(branch)]
      const parents = account.rootXpubs.map((xpub) => deriveXpub(xpub, steps))
      for (const index of indexes(account.highest[branch])) {
        if (found.size === wanted.size) return found
        const selector = step(index)
        const publicKeys = parents.map((xpub) => publicKeyOfXpub(childXpub(xpub, selector)))
        const program = toBareHex(programOfKeys(account.quorum, publicKeys))
        if (wanted.has(program)) found.set(program, formatBytomPath([...steps, selector]))
      }
    }
  }
  return found
}

function changeable(components: readonly SignatureComponent[]): readonly SignatureComponent[] {
  if (new Set(components.map(holdersOf)).size === 1) return components
  return components.filter(({ keys }) => keys.length === 1)
}

function holdersOf({ quorum, keys }: SignatureComponent): string {
  return [quorum, ...keys.map(({ rootXpub }) => toBareHex(rootXpub))].join()
}

/** The public keys of a component, in their order. */
export function publicKeysOf(keys: readonly TemplateKey[]): Uint8Array[] {
  return keys.map(({ rootXpub, path }) => publicKeyOfXpub(deriveXpub(rootXpub, path)))
}

/** One key is paid by its hash, several by the hash of their script. */
function programOfKeys(quorum: number, publicKeys: readonly Uint8Array[]): Uint8Array {
  const [first] = publicKeys
  if (publicKeys.length === 1 && first) return p2wpkhProgram(first)
  return p2wshProgram(encodeMultisigScript({ quorum, publicKeys }))
}

function accountsOf(components: readonly SignatureComponent[]): Iterable<Account> {
  const accounts = new Map<string, Account>()
  for (const { quorum, keys } of components) {
    const [first] = keys
    if (!first || !isWalletPath(first.path) || !keys.every((key) => samePath(key, first))) continue
    const prefix = first.path.slice(0, 3)
    const rootXpubs = keys.map(({ rootXpub }) => rootXpub)
    const id = [quorum, ...[...rootXpubs, ...prefix].map(toBareHex)].join()
    const account = accounts.get(id) ?? { quorum, rootXpubs, prefix, highest: [0, 0] }
    const [branch, index] = first.path.slice(3).map(numberOf) as [0 | 1, number]
    account.highest[branch] = Math.max(account.highest[branch], index)
    accounts.set(id, account)
  }
  return accounts.values()
}

function isWalletPath(path: readonly Uint8Array[]): boolean {
  return (
    path.length === STEPS &&
    path.every(({ length }) => length === 4) &&
    PREFIX.every((selector, i) => sameBytes(selector, path[i] as Uint8Array)) &&
    numberOf(path[3] as Uint8Array) <= 1
  )
}

function samePath(a: TemplateKey, b: TemplateKey): boolean {
  return formatBytomPath(a.path) === formatBytomPath(b.path)
}

/** The first addresses, and those around and after the highest known one. */
function* indexes(highest: number): Generator<number> {
  for (let index = 1; index <= WINDOW; index++) yield index
  const start = Math.max(WINDOW, highest - WINDOW)
  const end = Math.min(highest + WINDOW, MAX_STEP)
  for (let index = start + 1; index <= end; index++) yield index
}

function step(value: number): Uint8Array {
  return parseBytomPath(`m/${value}`)[0] as Uint8Array
}

function numberOf(selector: Uint8Array): number {
  return Buffer.from(selector).readUInt32LE()
}
