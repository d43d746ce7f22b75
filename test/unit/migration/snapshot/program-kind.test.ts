import { expect, it } from 'vitest'
import { programKind } from '../../../../src/migration/snapshot/bytom/program-kind.ts'

const HASH = '1a88d311d5da4cf10e1bd2f49814846337806300'
const SCRIPT = 'd961aba50d4ddcd555fc5f3cddbf5777ddfd706d2dd0e2cc2f214d0a8bf0b40b'

// Reference: Bytom, 2.3.
it.each([
  ['0014', HASH, 'singleKey'],
  ['0020', SCRIPT, 'multisig'],
  ['5114', HASH, 'lookAlike'],
  ['6014', HASH, 'lookAlike'],
  ['5220', SCRIPT, 'lookAlike'],
  ['01ab14', HASH, 'lookAlike'],
  ['4c01ab14', HASH, 'lookAlike'],
  ['4d0100ab20', SCRIPT, 'lookAlike'],
  ['51', '', 'addressless'],
  ['00', '', 'addressless'],
  ['', '', 'addressless'],
  ['6114', HASH, 'addressless'],
  ['0014', `${HASH}00`, 'addressless'],
  ['0014', HASH.slice(2), 'addressless'],
  ['5114', HASH.slice(2), 'addressless'],
  ['0020', HASH, 'addressless'],
  ['4e', 'ffffffff', 'addressless'],
  ['4cff', HASH, 'addressless'],
] as const)('%s%s is %s', (start, rest, kind) => {
  expect(programKind(Buffer.from(start + rest, 'hex'))).toBe(kind)
})
