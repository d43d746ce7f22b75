import type { ContractArtifact } from '../../artifacts/catalogue.ts'
import { hexToBytes } from '../../primitives/hex.ts'
import { keccak256Hex } from '../../primitives/keccak.ts'
import type { Chain } from '../chain.ts'
import { codeAt } from '../rpc/accounts.ts'
import { callAt } from '../rpc/calls.ts'
import { contractMismatch } from './contract-errors.ts'
import type { PreparedContract } from './prepared-contract.ts'

const WORD = 32

/**
 * Reads a contract back as of the block that created it. Its code must be the compiler's except for
 * the immutables, and every argument that a view of the same name shows must be the one given.
 * @returns keccak256 of the code, immutables filled in; 0x-lower.
 * @throws CONTRACT_MISMATCH
 */
export async function assertContract(
  { rpc }: Chain,
  contract: PreparedContract,
  address: string,
  blockNumber: number,
): Promise<string> {
  const { name, artifact } = contract
  const [code, shown] = await Promise.all([
    rpc.ask(codeAt(address, blockNumber)),
    shownArguments(contract, (data) => rpc.ask(callAt({ to: address, data }, blockNumber))),
  ])
  const failures = shown
    .filter(({ value, given }) => value !== given)
    .map(({ name, value, given }) => `${name} is ${value} instead of ${given}`)
  const bytes = hexToBytes(code, 'code')
  if (!isCodeOf(artifact, bytes)) failures.unshift('its code differs')
  if (failures.length > 0) throw contractMismatch(name, address, failures)
  return keccak256Hex(bytes)
}

/** Is this the code of the artifact, whatever its immutables? */
export function isCodeOf(artifact: ContractArtifact, code: Uint8Array): boolean {
  const blank = Uint8Array.from(code)
  for (const start of artifact.immutableReferences.flat()) blank.fill(0, start, start + WORD)
  return Buffer.compare(blank, hexToBytes(artifact.deployedBytecode)) === 0
}

interface ShownArgument {
  readonly name: string
  readonly value: string
  readonly given: string
}

async function shownArguments(
  { artifact, args }: PreparedContract,
  call: (data: string) => Promise<string>,
): Promise<ShownArgument[]> {
  const { Interface } = await import('ethers')
  const contract = new Interface(artifact.abi as string[])
  const views = args.flatMap(({ name, type, value }) => {
    const view = contract.getFunction(`${name}()`)
    const [output] = view?.outputs ?? []
    return view && output?.type === type ? [{ name, given: value, view }] : []
  })
  return Promise.all(
    views.map(async ({ name, given, view }) => {
      const answer = await call(contract.encodeFunctionData(view))
      const [value] = contract.decodeFunctionResult(view, answer).toArray(true)
      return { name, given, value: Array.isArray(value) ? value.join(',') : String(value) }
    }),
  )
}
