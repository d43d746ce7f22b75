import { statfs } from 'node:fs/promises'
import { connectChain } from '../../chain/chain.ts'
import { findAnvil } from '../../chain/devnet/anvil.ts'
import { Journal } from '../../chain/journal/journal.ts'
import { devnetOfNetwork, resolveNetwork } from '../../chain/networks/networks.ts'
import { newestBlock } from '../../chain/rpc/blocks.ts'
import { CapstanError } from '../../primitives/capstan-error.ts'
import type { SendSession } from '../frame/send-session.ts'

/** One thing a machine must have. */
export interface MachineCheck {
  readonly name: string
  readonly ok: boolean
  /** Whether the network in force needs it. */
  readonly needed: boolean
  readonly detail: string
  readonly suggestion: string | null
}

const OLDEST_NODE = [20, 19] as const
const MIN_FREE_BYTES = 1024 ** 3
const CLOCK_TOLERANCE_SECONDS = 600

/** Checks everything a migration needs on this machine. Starts nothing, changes nothing. */
export async function checkMachine(session: SendSession): Promise<readonly MachineCheck[]> {
  const { network } = await session.settings()
  const onDevnet = devnetOfNetwork(network) !== undefined
  return Promise.all([
    check('node', true, checkNode),
    check('disk', true, () => checkDisk(session.home)),
    check('database', true, () => checkDatabase(session)),
    check('keys', true, () => checkKeys(session)),
    check('keystore', !onDevnet, () => checkKeystore(session)),
    check('anvil', onDevnet, async () => findAnvil(session.packageRoot, session.environment)),
    ...(onDevnet
      ? []
      : [
          check('endpoints', true, () => checkEndpoints(session, network)),
          check('clock', false, () => checkClock(session, network)),
        ]),
  ])
}

async function check(
  name: string,
  needed: boolean,
  look: () => Promise<string>,
): Promise<MachineCheck> {
  try {
    return { name, needed, ok: true, detail: await look(), suggestion: null }
  } catch (error) {
    if (!(error instanceof CapstanError)) throw error
    return {
      name,
      needed,
      ok: false,
      detail: error.message,
      suggestion: error.suggestions[0] ?? null,
    }
  }
}

async function checkNode(): Promise<string> {
  const [major = 0, minor = 0] = process.versions.node.split('.').map(Number)
  const [oldestMajor, oldestMinor] = OLDEST_NODE
  if (major > oldestMajor || (major === oldestMajor && minor >= oldestMinor)) return process.version
  throw unfit(
    `Node.js ${process.version} is too old.`,
    `Install Node.js ${OLDEST_NODE.join('.')} or later.`,
  )
}

async function checkDisk(home: string): Promise<string> {
  const { bavail, bsize } = await statfs(home)
  const gibibytes = (bavail * bsize) / 1024 ** 3
  const detail = `${gibibytes.toFixed(1)} GiB free at ${home}`
  if (bavail * bsize >= MIN_FREE_BYTES) return detail
  throw unfit(`Only ${detail}.`, 'Make room, or set --home to another disk.')
}

async function checkDatabase(session: SendSession): Promise<string> {
  await Journal.open(await session.database())
  return 'opens and has the version of this capstan'
}

async function checkKeys(session: SendSession): Promise<string> {
  const keys = await (await session.keyring()).list()
  return `${keys.filter(({ createdAt }) => createdAt !== null).length} stored`
}

async function checkKeystore(session: SendSession): Promise<string> {
  const keyring = await session.keyring()
  const { available, missing, suggestions } = await keyring.health()
  if (available) return `${keyring.backend} answers`
  throw unfit(
    `The ${keyring.backend} cannot be used: ${missing.join(', ')} missing.`,
    suggestions[0] ?? '',
  )
}

async function checkEndpoints(session: SendSession, name: string): Promise<string> {
  const { rpcUrls } = await session.settings()
  const network = await resolveNetwork(session, name, rpcUrls)
  for (const url of network.rpcUrls) {
    const chain = await connectChain(network, { rpcUrls: [url] })
    chain.rpc.close()
  }
  return `${network.rpcUrls.length} answer with chain id ${network.chainId}`
}

/** A wrong clock makes deadlines wrong; the newest block has the time. */
async function checkClock(session: SendSession, name: string): Promise<string> {
  const { rpcUrls } = await session.settings()
  const chain = await connectChain(await resolveNetwork(session, name, rpcUrls))
  const { timestampSeconds } = await chain.rpc.ask(newestBlock)
  chain.rpc.close()
  const apartSeconds = Math.round(Date.now() / 1000) - timestampSeconds
  if (Math.abs(apartSeconds) <= CLOCK_TOLERANCE_SECONDS)
    return `${apartSeconds} s after the newest block`
  throw unfit(
    `The clock is ${apartSeconds} s off the newest block of ${name}.`,
    'Set the clock, or use a node that is synced.',
  )
}

function unfit(message: string, suggestion: string): CapstanError {
  return new CapstanError({
    code: 'MACHINE_UNFIT',
    kind: 'refused',
    message,
    suggestions: suggestion === '' ? [] : [suggestion],
  })
}
