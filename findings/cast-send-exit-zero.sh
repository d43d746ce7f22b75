#!/usr/bin/env bash
# With which code does `cast send` end when the transaction was mined and reverted?
#
# One would guess: not 0. A script that pays writes `cast send … && next`.
# What happens: it prints the receipt with `status 0 (failed)` and exits 0, and so does `cast
# receipt`. The failure shows only where cast itself estimates the gas, which fails before anything
# is sent: with --gas-limit, or when the state changes between the estimate and the block, a script
# must read `status`.
. "$(dirname "$0")/lib.sh"
packages @foundry-rs/anvil-linux-amd64@1.7.1 @foundry-rs/cast-linux-amd64@1.7.1
finding <<'EOF'
import { execFile } from 'node:child_process'
import { createRequire } from 'node:module'
import { anvil, RICH_KEY, see } from './lib.mjs'

const binary = createRequire(import.meta.url).resolve('@foundry-rs/cast-linux-amd64/bin/cast')
const { url, call } = await anvil()
const cast = (...args) =>
  new Promise((resolve) => {
    execFile(binary, [...args, '--rpc-url', url], (error, stdout) => {
      resolve({ code: error?.code ?? 0, stdout })
    })
  })

const contract = '0x00000000000000000000000000000000000c0de0'
await call('anvil_setCode', contract, '0x60006000fd') // reverts, whatever it is asked

const send = ['send', contract, 'pay()', '--private-key', RICH_KEY]
const sent = await cast(...send, '--gas-limit', '100000')
see('cast send: status', /status\s+(.*)/.exec(sent.stdout)[1].trim(), '0 (failed)')
see('cast send: exit code', sent.code, 0)
const [, hash] = /transactionHash\s+(0x\w+)/.exec(sent.stdout)
see('cast receipt: exit code', (await cast('receipt', hash)).code, 0)
see('cast send that estimates the gas: exit code', (await cast(...send)).code, 1)
EOF
