// What the findings share: an answer shown and compared with the one seen before, and three
// development nodes of Ethereum.
import { deepStrictEqual } from 'node:assert'
import { spawn } from 'node:child_process'
import { writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'

const require = createRequire(import.meta.url)

/** The first account of the mnemonic all three nodes are started with, rich on each of them. */
export const RICH_KEY = '0xac0974bec39a17e36ba4a6b4d238ff944bacb478cbed5efcae784d7bf4f2ff80'
const MNEMONIC = 'test test test test test test test test test test test junk'

setTimeout(() => {
  console.error('no answer within a minute')
  process.exit(1)
}, 60_000).unref()

/** Shows what was seen, and fails if it is not what was seen before. */
export function see(what, seen, before) {
  console.log(`  ${what}: ${show(seen)}`)
  deepStrictEqual(seen, before, `${what}: it was ${show(before)}, and is ${show(seen)}`)
}

function show(value) {
  if (typeof value === 'string') return value
  return JSON.stringify(value, (_, part) => (typeof part === 'bigint' ? `${part}n` : part))
}

/** The message with which `attempt` fails, or "taken". */
export async function refusal(attempt) {
  try {
    await attempt()
    return 'taken'
  } catch (error) {
    return error.message
  }
}

/** anvil on a free port, as long as this process lives: `{url, call(method, ...params)}`. */
export async function anvil(...flags) {
  const binary = require.resolve('@foundry-rs/anvil-linux-amd64/bin/anvil')
  const node = spawn(binary, ['--port', '0', ...flags], { stdio: ['ignore', 'pipe', 'inherit'] })
  process.on('exit', () => node.kill())
  const url = await new Promise((resolve, reject) => {
    let said = ''
    node.stdout.on('data', (chunk) => {
      said += chunk
      const address = /Listening on (\S+)/.exec(said)?.[1]
      if (address) resolve(`http://${address}`)
    })
    node.on('exit', () => reject(new Error(`anvil ended: ${said}`)))
  })
  return { url, call: (method, ...params) => post(url, method, params) }
}

async function post(url, method, params) {
  const body = JSON.stringify({ jsonrpc: '2.0', id: 1, method, params })
  const headers = { 'content-type': 'application/json' }
  const answer = await (await fetch(url, { method: 'POST', headers, body })).json()
  if (answer.error) throw new Error(answer.error.message)
  return answer.result
}

/** ganache in this process: `{call(method, ...params)}`. */
export function ganache() {
  const options = { logging: { quiet: true }, wallet: { mnemonic: MNEMONIC } }
  const provider = require('ganache').provider(options)
  return { call: (method, ...params) => provider.request({ method, params }) }
}

/** Hardhat's network in this process: `{call(method, ...params)}`. */
export function hardhat() {
  writeFileSync('hardhat.config.cjs', "module.exports = { solidity: '0.8.28' }")
  process.env.HARDHAT_CONFIG = 'hardhat.config.cjs'
  const { provider } = require('hardhat').network
  return { call: (method, ...params) => provider.request({ method, params }) }
}
