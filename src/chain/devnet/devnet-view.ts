import { DEVNET_KEYS } from '../../keystore/devnet-keys.ts'
import { formatAmount } from '../../primitives/amount.ts'
import { textFacts, textTable } from '../../primitives/text-table.ts'
import type { View } from '../../primitives/view.ts'
import { NETWORK_DEFAULTS } from '../networks/network-profiles.ts'
import { devnetNetwork } from '../networks/networks.ts'
import type { DevnetState } from './devnet.ts'
import type { DevnetFunding, DevnetTime } from './devnet-chain.ts'
import { devnetUrl, type RunningDevnet } from './devnet-host.ts'
import type { SpreadToken } from './devnet-token.ts'

const CMT = { decimals: 18, symbol: 'CMT' }

/** A devnet with its accounts and contracts. */
export function devnetView(devnet: RunningDevnet): View {
  const { name, chainId, pid, contracts } = devnet
  const network = devnetNetwork(name)
  const rpcUrl = devnetUrl(devnet)
  const accounts = DEVNET_KEYS.map(({ name: key, address }) => ({ key, address }))
  const facts = [
    ['network', network],
    ['chain id', String(chainId)],
    ['endpoint', rpcUrl],
    ['process', String(pid)],
  ] as const
  return {
    json: { name, network, chainId, rpcUrl, pid, accounts, contracts },
    text: [
      `The devnet ${name} is running.`,
      '',
      textFacts(facts),
      '',
      textTable(
        ['key', 'address'],
        accounts.map(({ key, address }) => [key, address]),
      ),
      '',
      textTable(['contract', 'address'], Object.entries(contracts)),
    ].join('\n'),
  }
}

export function devnetStateView(state: DevnetState): View {
  const { name, running, chainId, rpcUrl, pid, startedAt } = stateJson(state)
  return {
    json: stateJson(state),
    text: running
      ? `The devnet ${name} is running at ${rpcUrl} (chain id ${chainId}, process ${pid}, since ${startedAt}).`
      : `The devnet ${name} is not running.`,
  }
}

export function devnetStatesView(states: readonly DevnetState[]): View {
  const devnets = states.map(stateJson)
  return {
    json: { devnets },
    text: textTable(
      ['devnet', 'network', 'chain id', 'endpoint', 'process'],
      devnets.map(({ name, network, chainId, rpcUrl, pid }) => [
        name,
        network,
        chainId === null ? '-' : String(chainId),
        rpcUrl ?? '-',
        pid === null ? 'down' : String(pid),
      ]),
    ),
  }
}

function stateJson({ name, record, isRunning }: DevnetState) {
  return {
    name,
    network: devnetNetwork(name),
    running: isRunning,
    chainId: record?.chainId ?? null,
    rpcUrl: record && isRunning ? devnetUrl(record) : null,
    pid: isRunning ? (record?.pid ?? null) : null,
    startedAt: isRunning ? (record?.startedAt ?? null) : null,
  }
}

export interface StoppedDevnet {
  readonly name: string
  /** False if it was not running. */
  readonly stopped: boolean
}

export function devnetStoppedView({ name, stopped }: StoppedDevnet): View {
  return { json: { name, stopped }, text: stoppedText({ name, stopped }) }
}

export function devnetsStoppedView(devnets: readonly StoppedDevnet[]): View {
  return {
    json: { devnets },
    text: devnets.map(stoppedText).join('\n') || 'There are no devnets.',
  }
}

function stoppedText({ name, stopped }: StoppedDevnet): string {
  return stopped ? `The devnet ${name} is stopped.` : `The devnet ${name} was not running.`
}

export interface ResetDevnet {
  readonly name: string
  /** Absent if it was not running. */
  readonly restarted: RunningDevnet | undefined
}

export function devnetResetView(reset: ResetDevnet): View {
  return { json: resetJson(reset), text: resetText(reset) }
}

export function devnetsResetView(resets: readonly ResetDevnet[]): View {
  return {
    json: { devnets: resets.map(resetJson) },
    text: resets.map(resetText).join('\n') || 'There are no devnets.',
  }
}

function resetJson({ name, restarted }: ResetDevnet) {
  return {
    name,
    reset: true,
    running: restarted !== undefined,
    chainId: restarted?.chainId ?? null,
    rpcUrl: restarted ? devnetUrl(restarted) : null,
    pid: restarted?.pid ?? null,
  }
}

function resetText({ name, restarted }: ResetDevnet): string {
  return restarted
    ? `The devnet ${name} starts again from block 0 at ${devnetUrl(restarted)}.`
    : `The devnet ${name} is removed; the next start begins at block 0.`
}

export function fundingView({ address, addedWei, balanceWei }: DevnetFunding): View {
  const { decimals, symbol } = NETWORK_DEFAULTS
  return {
    json: { address, addedWei, balanceWei },
    text: `${address} has ${formatAmount(balanceWei, decimals, symbol)}, ${formatAmount(addedWei, decimals, symbol)} of it new.`,
  }
}

export function devnetTimeView({ blockNumber, timestamp }: DevnetTime): View {
  const time = new Date(timestamp * 1000).toISOString()
  return {
    json: { blockNumber, timestamp, time },
    text: `Block ${blockNumber}, ${time}.`,
  }
}

export function spreadTokenView(spread: SpreadToken): View {
  const { token, holders, blockNumber, totalBaseUnits } = spread
  return {
    json: spread,
    text: `The token ${token} has ${holders} holders of ${formatAmount(totalBaseUnits, CMT.decimals, CMT.symbol)}, paused since block ${blockNumber}.`,
  }
}
