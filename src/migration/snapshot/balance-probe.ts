// Asks a token for many balances at once, at any block and on any chain: eth_call runs a contract
// creation whose "code" is the list of answers. Nothing is deployed, and nothing need exist
// before. Only instructions of 2017 (Byzantium) are used, so that old blocks can be asked as well.
// A node that rejects this is asked for each balance separately, in batches.

import { isRpcError } from '../../chain/chain-errors.ts'
import { tokenCall } from '../../chain/erc20/erc20.ts'
import { codeAt } from '../../chain/rpc/accounts.ts'
import type { BlockTag } from '../../chain/rpc/blocks.ts'
import { type CallMessage, callAt } from '../../chain/rpc/calls.ts'
import type { Rpc, RpcAnswer } from '../../chain/rpc/rpc.ts'
import { ADDRESS_BYTES } from '../../primitives/csv-fields.ts'
import { bytesToHex, hexToBytes } from '../../primitives/hex.ts'
import { readUint256, UINT256_BYTES } from '../../primitives/uint256.ts'

/** 33 bytes per answer must stay below 24,576, the maximum code of a creation (EIP-170). */
const MAX_ACCOUNTS = 700
const ANSWER_BYTES = 33

/**
 * The program. The token's address and the accounts, 20 bytes each, follow it in the code. Memory:
 * at 0x1c the call's selector and at 0x20 its argument, at 0x40 the token, from 0x60 the answers.
 * On the stack lie p, the place of the next answer, and i, the place of the next account.
 */
const PROGRAM = Buffer.from(
  [
    '63 70a08231 6000 52', // selector of balanceOf(address)
    '6014 6055 604c 39', // token = 20 bytes of code behind the program
    '6060 6069', // p = 0x60, i = the first account
    '5b 38 81 10 15 604c 57', // loop: go to end unless i < codesize
    '6014 81 602c 39', // argument = 20 bytes of code at i
    '6020 6001 83 01 6024 601c 6040 51 5a fa', // ok = staticcall, its answer goes to p + 1
    '601f 3d 11 16', // answered = ok and returndatasize > 31
    '6020 51 3b 15 15 6002 02 17', // flags = answered | 2 * (extcodesize > 0)
    '82 53', // one byte of flags at p
    '6014 01 90 6021 01 90', // i += 20, p += 33
    '6013 56', // back to loop
    '5b 50 6060 90 03 6060 f3', // end: return the answers
  ]
    .join('')
    .replaceAll(' ', ''),
  'hex',
)

/** The answers of the token and the chain about one account. */
export interface Probe {
  /** False if `balanceOf` reverted or returned less than 32 bytes. */
  readonly answered: boolean
  /** Whether the account is a contract. */
  readonly hasCode: boolean
  /** Base units. */
  readonly amount: bigint
}

/** Asks for balances of one token at one block. */
export class BalanceProbe {
  #takesPrograms = true
  readonly #rpc: Rpc
  readonly #token: string
  readonly #block: BlockTag

  /** @param token 0x and 40 hex digits. */
  constructor(rpc: Rpc, token: string, block: BlockTag) {
    this.#rpc = rpc
    this.#token = token
    this.#block = block
  }

  /** @param accounts 20 bytes each. @returns one probe for each, in their order. */
  async ask(accounts: Uint8Array): Promise<Probe[]> {
    const pieces: Uint8Array[] = []
    for (let at = 0; at < accounts.length; at += MAX_ACCOUNTS * ADDRESS_BYTES) {
      pieces.push(accounts.subarray(at, at + MAX_ACCOUNTS * ADDRESS_BYTES))
    }
    return (await Promise.all(pieces.map((piece) => this.#askPiece(piece)))).flat()
  }

  async #askPiece(accounts: Uint8Array): Promise<Probe[]> {
    const answers = this.#takesPrograms ? await this.#runProgram(accounts) : undefined
    if (answers) return answers
    this.#takesPrograms = false
    return this.#askOneByOne(accounts)
  }

  /** Undefined if the node does not run the program to its end. */
  async #runProgram(accounts: Uint8Array): Promise<Probe[] | undefined> {
    const data = bytesToHex(Buffer.concat([PROGRAM, hexToBytes(this.#token), accounts]))
    const answer = await this.#call({ data })
    const count = accounts.length / ADDRESS_BYTES
    if (answer?.length !== count * ANSWER_BYTES) return undefined
    return Array.from({ length: count }, (_, i) => {
      const flags = answer[i * ANSWER_BYTES] as number
      const amount = readUint256(answer, i * ANSWER_BYTES + 1)
      return { answered: (flags & 1) !== 0, hasCode: (flags & 2) !== 0, amount }
    })
  }

  async #call(message: CallMessage): Promise<Uint8Array | undefined> {
    try {
      return hexToBytes(await this.#rpc.ask(callAt(message, this.#block)))
    } catch (error) {
      if (isRpcError(error)) return undefined
      throw error
    }
  }

  async #askOneByOne(accounts: Uint8Array): Promise<Probe[]> {
    const addresses = Array.from({ length: accounts.length / ADDRESS_BYTES }, (_, i) =>
      bytesToHex(accounts.subarray(i * ADDRESS_BYTES, (i + 1) * ADDRESS_BYTES)),
    )
    const answers = await this.#rpc.batch(
      addresses.flatMap((address) => [
        callAt({ to: this.#token, data: tokenCall('balanceOf', address) }, this.#block),
        codeAt(address, this.#block),
      ]),
    )
    return addresses.map((_, i) => {
      const [balance, code] = answers.slice(2 * i, 2 * i + 2)
      const word = bytesOf(balance)
      const answered = word.length >= UINT256_BYTES
      const amount = answered ? readUint256(word, 0) : 0n
      return { answered, hasCode: bytesOf(code).length > 0, amount }
    })
  }
}

function bytesOf(answer: RpcAnswer<string> | undefined): Uint8Array {
  return hexToBytes(answer && 'result' in answer ? answer.result : '0x')
}
