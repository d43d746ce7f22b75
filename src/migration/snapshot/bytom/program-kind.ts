import { parseProgram } from '../../../primitives/bytom/control-program.ts'

/**
 * Who can spend an output, by its program (reference: Bytom, 2.3). Only the first two have an
 * address. A look-alike differs from such a program in its first instruction alone: nodes print the
 * same address for it, but anybody can spend it.
 */
export type ProgramKind = 'singleKey' | 'multisig' | 'lookAlike' | 'addressless'

/** Largest opcode that pushes something: OP_16. */
const LAST_PUSH = 0x60
const LAST_PUSH_OF_BYTES = 0x4b
/** Opcodes that say in 1, 2 or 4 bytes how much they push. */
const COUNTED_PUSHES: ReadonlyMap<number, number> = new Map([
  [0x4c, 1],
  [0x4d, 2],
  [0x4e, 4],
])
const HASH_LENGTHS = [20, 32]

export function programKind(program: Uint8Array): ProgramKind {
  const parsed = parseProgram(program)
  if (parsed) return parsed.kind === 'P2WPKH' ? 'singleKey' : 'multisig'
  return isLookAlike(program) ? 'lookAlike' : 'addressless'
}

function isLookAlike(program: Uint8Array): boolean {
  const length = firstInstructionLength(program)
  const hash = program.subarray(length)
  return length > 0 && HASH_LENGTHS.some((bytes) => hash[0] === bytes && hash.length === 1 + bytes)
}

/** 0 where the program does not begin with an instruction that pushes something. */
function firstInstructionLength(program: Uint8Array): number {
  const [opcode] = program
  if (opcode === undefined || opcode > LAST_PUSH) return 0
  if (opcode <= LAST_PUSH_OF_BYTES) return 1 + opcode
  const counters = COUNTED_PUSHES.get(opcode)
  if (counters === undefined) return 1
  let pushed = 0
  for (let i = counters; i > 0; i--) pushed = pushed * 256 + (program[i] ?? 0)
  return 1 + counters + pushed
}
