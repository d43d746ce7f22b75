import {
  DEFAULT_BYTOM_PATH,
  formatBytomPath,
  parseBytomPath,
} from '../../primitives/bytom/derivation-path.ts'
import type { KeyType } from '../key-type.ts'
import { pathInvalid } from './hd-errors.ts'

/** Path of the first account of each type below a mnemonic (SLIP-44 coin types, BIP-44). */
export const FIRST_PATHS: Readonly<Record<KeyType, string>> = {
  evm: "m/44'/60'/0'/0/0",
  bytom: DEFAULT_BYTOM_PATH,
}

/** Added to the number of a hardened step (BIP-32). */
export const HARDENED = 2 ** 31

const STEP = /^(0|[1-9][0-9]{0,9})(['h]?)$/

/** The numbers of a path's steps; `h` marks a hardened one as `'` does. @throws KEY_PATH_INVALID */
export function parsePath(path: string): readonly number[] {
  const [root, ...steps] = path.split('/')
  if (root !== 'm' || steps.length === 0) throw pathInvalid(path)
  return steps.map((step) => {
    const [, digits, mark] = STEP.exec(step) ?? []
    const index = Number(digits)
    if (digits === undefined || index >= HARDENED) throw pathInvalid(path)
    return mark ? HARDENED + index : index
  })
}

/** A path as it is recorded: hardened steps with `'`. @throws KEY_PATH_INVALID, BYTOM_PATH_INVALID */
export function normalPath(path: string, type: KeyType = 'evm'): string {
  return type === 'bytom' ? formatBytomPath(parseBytomPath(path)) : pathOf(parsePath(path))
}

/** The path after `path` in its branch that is not among `used`. @throws KEY_PATH_INVALID at its end. */
export function nextPath(path: string, used: readonly string[]): string {
  const steps = parsePath(path)
  const branch = steps.slice(0, -1)
  for (let index = (steps.at(-1) as number) + 1; index % HARDENED !== 0; index++) {
    const next = pathOf([...branch, index])
    if (!used.includes(next)) return next
  }
  throw pathInvalid(path)
}

function pathOf(steps: readonly number[]): string {
  const texts = steps.map((step) => (step >= HARDENED ? `${step - HARDENED}'` : `${step}`))
  return ['m', ...texts].join('/')
}
