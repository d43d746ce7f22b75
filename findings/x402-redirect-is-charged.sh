#!/usr/bin/env bash
# A route is sold by x402, and its handler answers with a redirect. Is it paid for?
#
# One would guess: no, as only a 200 delivers what was bought; or every answer is charged alike.
# What happens: the line is drawn at 400. A 404 or 500 is free, but a 302, and even a 304 without a
# body, is settled in full: whoever asks again with a warm cache pays for "not modified".
. "$(dirname "$0")/lib.sh"
packages @x402/core@2.27.0 @x402/evm@2.27.0 @x402/fetch@2.27.0 @x402/express@2.27.0 \
  express@4.21.2 viem@2.57.20
finding <<'EOF'
import { ExactEvmScheme as Payer } from '@x402/evm/exact/client'
import { ExactEvmScheme as Seller } from '@x402/evm/exact/server'
import { paymentMiddleware, x402ResourceServer } from '@x402/express'
import { wrapFetchWithPayment, x402Client } from '@x402/fetch'
import express from 'express'
import { privateKeyToAccount } from 'viem/accounts'
import { RICH_KEY, see } from './lib.mjs'

const network = 'eip155:84532'
let settled = []
const facilitator = { // says yes to everything, and keeps the amounts it is asked to settle
  getSupported: async () => ({
    kinds: [{ x402Version: 2, scheme: 'exact', network }], extensions: [], signers: {},
  }),
  verify: async () => ({ isValid: true }),
  settle: async (_, { amount }) => {
    settled.push(amount)
    return { success: true, transaction: `0x${'11'.repeat(32)}`, network }
  },
}

const payTo = '0x00000000000000000000000000000000000000aa'
const sold = { accepts: { scheme: 'exact', price: '$0.01', network, payTo } }
const seller = new x402ResourceServer(facilitator).register(network, new Seller())
const app = express()
app.use(paymentMiddleware({ 'GET /answer/*': sold }, seller))
app.get('/answer/:status', ({ params }, response) => {
  response.status(Number(params.status)).set('location', '/elsewhere').end()
})
const server = app.listen(0, '127.0.0.1')
await new Promise((resolve) => server.once('listening', resolve))

const payer = new x402Client().register(network, new Payer(privateKeyToAccount(RICH_KEY)))
const alone = (request) => fetch(request, { redirect: 'manual' })
const pay = wrapFetchWithPayment(alone, payer)
const expected = { 200: ['10000'], 302: ['10000'], 304: ['10000'], 404: [], 500: [] }
for (const [status, charged] of Object.entries(expected)) {
  settled = []
  const answer = await pay(`http://127.0.0.1:${server.address().port}/answer/${status}`)
  see(`answer ${answer.status} is charged`, settled, charged)
}
EOF
