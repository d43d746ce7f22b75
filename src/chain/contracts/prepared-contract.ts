import type { ParamType } from 'ethers'
import type { ContractArtifact } from '../../artifacts/catalogue.ts'

/** A contract that is ready to deploy. */
export interface PreparedContract {
  readonly name: string
  readonly artifact: ContractArtifact
  readonly inputs: readonly ParamType[]
  /** Bytecode and arguments, `0x` hex. */
  readonly data: string
  /** As given, in order. */
  readonly args: readonly NamedArgument[]
}

export interface NamedArgument {
  readonly name: string
  readonly type: string
  readonly value: string
}
