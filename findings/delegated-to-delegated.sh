#!/usr/bin/env bash
# EIP-7702: an account delegates to an account that itself delegates to code. Can it be paid?
#
# One would guess: yes. Either the chain of delegations is followed, or the second link counts as no
# code, and a plain transfer needs no code.
# What happens: the second link *is run as code*. It begins with 0xef, which is no instruction, so
# every transfer to the account fails and burns all the gas it was given, however much that is,
# until the owner changes the delegation. An account delegated to itself is as unpayable. One that
# delegates to a precompile, or to an account without code, is paid by the plain 21,000.
. "$(dirname "$0")/lib.sh"
packages @foundry-rs/anvil-linux-amd64@1.7.1 ethers@6.17.0
finding <<'EOF'
import { JsonRpcProvider, Wallet } from 'ethers'
import { anvil, RICH_KEY, see } from './lib.mjs'

const { url } = await anvil('--hardfork', 'prague')
const provider = new JsonRpcProvider(url, 31337, { staticNetwork: true, cacheTimeout: -1 })
const payer = new Wallet(RICH_KEY, provider)

/** A new account whose code is that of `address`, or its own. */
async function delegated(address) {
  const owner = Wallet.createRandom(provider)
  const authorization = await owner.authorize({ address: address ?? owner.address, nonce: 0 })
  const call = { type: 4, to: payer.address, authorizationList: [authorization] }
  await payer.sendTransaction({ ...call, gasLimit: 100_000n })
  return owner.address
}

/** `[status, gas used]` of a transfer of one wei. */
async function transfer(to, gasLimit) {
  const { hash } = await payer.sendTransaction({ to, value: 1n, gasLimit })
  const { status, gasUsed } = await provider.getTransactionReceipt(hash)
  return [status, Number(gasUsed)]
}

const toPrecompile = await delegated('0x0000000000000000000000000000000000000004')
const toNothing = await delegated('0x00000000000000000000000000000000000000ff')
const toDelegated = await delegated(toPrecompile)
const toItself = await delegated()
see('to a precompile', await transfer(toPrecompile, 100_000n), [1, 21_000])
see('to an account without code', await transfer(toNothing, 100_000n), [1, 21_000])
see('to a delegated account', await transfer(toDelegated, 100_000n), [0, 100_000])
see('the same, more gas', await transfer(toDelegated, 5_000_000n), [0, 5_000_000])
see('to itself', await transfer(toItself, 100_000n), [0, 100_000])
EOF
