import type { AbiCoder, Fragment, FunctionFragment, Interface, ParamType } from 'ethers'
import { contractArtifacts } from '../contracts/catalogue.ts'
import { DEPLOYER, initCodeOf } from '../contracts/deterministic-deployer.ts'
import type { DecodedCall, Intent } from '../transactions/intent.ts'
import { SAFE_FUNCTIONS } from './safe-abi.ts'
import { areWords, readWords } from './words.ts'

/** The functions of both token standards (EIP-20, EIP-721). */
const TOKEN_FUNCTIONS = [
  'function transfer(address to, uint256 amount)',
  'function transferFrom(address from, address to, uint256 amount)',
  'function approve(address spender, uint256 amount)',
  'function safeTransferFrom(address from, address to, uint256 tokenId)',
  'function safeTransferFrom(address from, address to, uint256 tokenId, bytes data)',
  'function setApprovalForAll(address operator, bool approved)',
]

interface Contract {
  readonly name: string
  readonly bytecode: string
  readonly interface: Interface
}

interface Knowledge {
  readonly contracts: readonly Contract[]
  /** By selector, `0x` and 8 hex characters. */
  readonly functions: ReadonlyMap<string, NamedFunction>
  readonly coder: AbiCoder
}

interface NamedFunction {
  /** `transfer(address,uint256)` */
  readonly signature: string
  readonly inputs: readonly ParamType[]
}

let knowledge: Promise<Knowledge> | undefined

/**
 * Names a call, or a deployment (also through the deterministic deployer), by the ABIs that capstan
 * ships, those of the token standards and the Safe's. Null if none of them knows it, or if it has bytes
 * that the named function does not read: people agree to a call by its name.
 */
export async function decodeCall({
  to,
  data,
}: Pick<Intent, 'to' | 'data'>): Promise<DecodedCall | null> {
  knowledge ??= load()
  const { contracts, functions, coder } = await knowledge
  if (to === null) return decodeDeployment(contracts, data)
  if (to === DEPLOYER) return decodeDeployment(contracts, initCodeOf(data))
  const known = functions.get(data.slice(0, 10))
  return known === undefined ? null : decodeFunction(coder, known, data)
}

/**
 * Reads a call by a function that somebody else named. Null if its bytes are not exactly what that
 * function reads, or if capstan knows the selector by another name: names can be made to collide.
 * @param signature `setRate(uint256)`
 */
export async function decodeCallAs(signature: string, data: string): Promise<DecodedCall | null> {
  knowledge ??= load()
  const { functions, coder } = await knowledge
  const { FunctionFragment } = await import('ethers')
  const fragment = attempt(() => FunctionFragment.from(`function ${signature}`))
  const selector = data.slice(0, 10)
  if (fragment?.format('sighash') !== signature || fragment.selector !== selector) return null
  const known = functions.get(selector)
  if (known !== undefined && known.signature !== signature) return null
  return decodeFunction(coder, { signature, inputs: fragment.inputs }, data)
}

/** Errors of the contracts that capstan ships, which name reverts. */
export function knownErrors(): Promise<readonly unknown[]> {
  return fragmentsOf('error')
}

/** Events of the contracts that capstan ships, which name logs. */
export function knownEvents(): Promise<readonly Fragment[]> {
  return fragmentsOf('event')
}

async function fragmentsOf(kind: 'error' | 'event'): Promise<readonly Fragment[]> {
  knowledge ??= load()
  const { contracts } = await knowledge
  return contracts.flatMap((contract) =>
    contract.interface.fragments.filter(({ type }) => type === kind),
  )
}

async function load(): Promise<Knowledge> {
  const { useKernelKeccak } = await import('../kernel-keccak.ts')
  useKernelKeccak()
  const [{ AbiCoder, FunctionFragment, Interface }, artifacts] = await Promise.all([
    import('ethers'),
    contractArtifacts(),
  ])
  const contracts = artifacts.map(({ contractName, abi, bytecode }) => ({
    name: contractName,
    bytecode,
    interface: new Interface(abi as string[]),
  }))
  const shipped = contracts.flatMap(({ interface: { fragments } }) =>
    fragments.filter(({ type }) => type === 'function'),
  )
  const standard = [...TOKEN_FUNCTIONS, ...SAFE_FUNCTIONS].map((text) =>
    FunctionFragment.from(text),
  )
  const functions = new Map<string, NamedFunction>()
  for (const fragment of [...standard, ...shipped] as FunctionFragment[]) {
    const signature = fragment.format('sighash')
    const { selector, inputs } = fragment
    if (!functions.has(selector)) functions.set(selector, { signature, inputs })
  }
  return { contracts, functions, coder: AbiCoder.defaultAbiCoder() }
}

function decodeFunction(
  coder: AbiCoder,
  { signature, inputs }: NamedFunction,
  data: string,
): DecodedCall | null {
  const encoded = `0x${data.slice(10)}`
  // Nearly all calls of a payroll: a general decoder would take longer than the rest of the run.
  const values = areWords(inputs)
    ? readWords(inputs, encoded)
    : decodeStrictly(coder, inputs, encoded)
  return values ? named(signature, inputs, values) : null
}

/** Undefined unless the values encode to exactly the same bytes. */
function decodeStrictly(
  coder: AbiCoder,
  inputs: readonly ParamType[],
  encoded: string,
): unknown[] | undefined {
  const values = attempt(() => coder.decode(inputs, encoded).toArray(true))
  return values && attempt(() => coder.encode(inputs, values)) === encoded ? values : undefined
}

function decodeDeployment(contracts: readonly Contract[], data: string): DecodedCall | null {
  const contract = contracts.find(({ bytecode }) => data.startsWith(bytecode))
  if (!contract) return null
  const { inputs } = contract.interface.deploy
  const encoded = `0x${data.slice(contract.bytecode.length)}`
  const values = decodeStrictly(contract.interface.getAbiCoder(), inputs, encoded)
  if (!values) return null
  const types = inputs.map((input) => input.format('sighash'))
  return named(`new ${contract.name}(${types.join(',')})`, inputs, values)
}

function named(
  signature: string,
  inputs: readonly ParamType[],
  values: readonly unknown[],
): DecodedCall {
  const given = leafArguments(inputs, values)
  return {
    signature,
    // Constructors name their arguments after what they set, with an underscore.
    argNames: given.map(([{ name }]) => name.replace(/_$/, '')),
    args: given.map(([type, value]) => argumentText(type, value)),
  }
}

/** Each component of a struct by itself: a long line hides what people agree to. */
function leafArguments(
  inputs: readonly ParamType[],
  values: readonly unknown[],
): (readonly [type: ParamType, value: unknown])[] {
  return inputs.flatMap((input, index) =>
    input.components
      ? leafArguments(input.components, values[index] as unknown[])
      : [[input, values[index]] as const],
  )
}

/** Texts of a list are quoted: `["a, b"]` is not `["a", "b"]`. */
function argumentText({ arrayChildren, components }: ParamType, value: unknown): string {
  if (!Array.isArray(value)) return String(value)
  const items = value.map((item, index) => {
    const type = (arrayChildren ?? components?.[index]) as ParamType
    return type.type === 'string' ? JSON.stringify(item) : argumentText(type, item)
  })
  return `[${items.join(', ')}]`
}

/** Bytes that only look like a known call do not decode. */
function attempt<T>(work: () => T): T | undefined {
  try {
    return work()
  } catch {
    return undefined
  }
}
