import { describe, expect, it } from 'vitest'
import { refuseSecretArguments } from '../../../src/keystore/argument-guard.ts'

const KEY = 'ab'.repeat(32)
const WORDS = 'legal winner thank year wave sausage worth useful legal winner thank yellow'.split(
  ' ',
)

describe('an argument list', () => {
  it.each([
    [['import', 'ops', KEY]],
    [['import', 'ops', `0x${KEY}`]],
    [['import', 'ops', `--private-key=0x${KEY.toUpperCase()}`]],
    [['import', 'ops', '--key', KEY]],
    [['import', 'ops', WORDS.join(' ')]],
    [['import', 'ops', ...WORDS]],
    [['import', `--mnemonic=${WORDS.join(' ')}`]],
    [['sign', 'ops', '--message', 'hello', KEY]],
    [['import', 'btm', `${KEY}${KEY}`]],
    [['policy', 'btm', '--max-per-tx', KEY]],
    [['policy', 'btm', '--max-per-tx', `${KEY}=`]],
  ])('with a private key or mnemonic is refused: %#', (argv) => {
    expect(() => refuseSecretArguments(argv)).toThrow(
      expect.objectContaining({ code: 'KEY_ON_COMMAND_LINE', exitCode: 2 }),
    )
  })

  it.each([
    [['create', 'ops', '--keystore', 'vault', '--mnemonic-out', 'words.txt']],
    [['sign', 'ops', '--hex', `0x${KEY}`]],
    [['sign', 'ops', `--hex=0x${KEY}`]],
    [['sign', 'ops', '--message', WORDS.join(' ')]],
    [['verify', '--signature', `0x${KEY}${KEY}1b`, '--address', `0x${'ab'.repeat(20)}`]],
    [['address', '--xpub', `${KEY}${KEY}`, `--xpub=${KEY}${KEY}`]],
    [['verify', '--script', `ae20${KEY}5151ad`, '--signature', `${KEY}${KEY}`]],
    [['verify', '--message', KEY, '--signature', `0x${'00'.repeat(65)}`]],
    [['import', 'ops', '--from-file', `${KEY}00.json`]],
    [['policy', 'btm', '--max-per-tx', `${KEY}=100`, `--max-per-day=${KEY}=100`]],
  ])('with public values is not: %#', (argv) => {
    expect(() => refuseSecretArguments(argv)).not.toThrow()
  })
})
