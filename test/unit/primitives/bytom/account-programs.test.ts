import { expect, it } from 'vitest'
import { findOwnPrograms } from '../../../../src/primitives/bytom/account-programs.ts'
import { toBareHex } from '../../../../src/primitives/bytom/bare-hex.ts'
import {
  deriveXpub,
  publicKeyOfXpub,
  rootXprv,
  xpubOf,
} from '../../../../src/primitives/bytom/chainkd.ts'
import { parseBytomPath } from '../../../../src/primitives/bytom/derivation-path.ts'
import { p2wpkhProgram } from '../../../../src/primitives/bytom/pay-to.ts'

const ROOT = xpubOf(rootXprv(Buffer.from('account')))
const LAST = 2 ** 32 - 1

it('the change of an account is looked for up to the last index there is', () => {
  const spent = parseBytomPath(`m/44/153/1/1/${LAST}`)
  const change = `m/44/153/1/1/${LAST - 5}`
  const program = p2wpkhProgram(publicKeyOfXpub(deriveXpub(ROOT, parseBytomPath(change))))
  const component = {
    type: 'raw_tx_signature',
    quorum: 1,
    keys: [{ rootXpub: ROOT, path: spent }],
    signatures: null,
  } as const
  const stranger = p2wpkhProgram(new Uint8Array(32))
  expect([...findOwnPrograms([component], [program, stranger])]).toEqual([
    [toBareHex(program), change],
  ])
})
