import type { Fragment, Interface, ParamType } from 'ethers'
import type { DecodedCall, Intent } from '../transactions/intent.ts'
import { SAFE_FUNCTIONS } from './safe-abi.ts'

/** Functions every token of the two standards has (EIP-20, EIP-721). */
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
  readonly functions: Interface
}

let knowledge: Promise<Knowledge> | undefined

/**
 * Names a call, or a deployment, by the ABIs that capstan itself ships, those of the token standards
 * and the Safe's. Null when it is none of them, or has bytes that the named function does not read: what
 * somebody agrees to by its name must be nothing else.
 */
export async function decodeCall({
  to,
  data,
}: Pick<Intent, 'to' | 'data'>): Promise<DecodedCall | null> {
  knowledge ??= load()
  const { contracts, functions } = await knowledge
  return to === null ? decodeDeployment(contracts, data) : decodeFunction(functions, data)
}

/**
 * Reads a call by a function that somebody named. Null when its bytes are not what that function
 * reads, and when capstan knows the selector by another name: names can be made to share one.
 * @param signature `setRate(uint256)`
 */
export async function decodeCallAs(signature: string, data: string): Promise<DecodedCall | null> {
  knowledge ??= load()
  const { functions } = await knowledge
  const { Interface } = await import('ethers')
  const named = attempt(() => new Interface([`function ${signature}`]))
  const sighash = named?.fragments[0]?.format('sighash')
  const known = attempt(() => functions.getFunction(data.slice(0, 10)))
  if (!named || sighash !== signature || (known && known.format('sighash') !== signature)) {
    return null
  }
  return decodeFunction(named, data)
}

/** Errors of the contracts that capstan ships, to name a revert by. */
export function knownErrors(): Promise<readonly unknown[]> {
  return fragmentsOf('error')
}

/** Events of the contracts that capstan ships, to name a log by. */
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
  const [{ Interface }, ...artifacts] = await Promise.all([
    import('ethers'),
    import('../../artifacts/migration-distributor.ts').then(
      (module) => module.migrationDistributor,
    ),
    import('../../artifacts/cyber-miles-token.ts').then((module) => module.cyberMilesToken),
    import('../../artifacts/graded-multisig.ts').then((module) => module.gradedMultisig),
    import('../../artifacts/swap-lock.ts').then((module) => module.swapLock),
    import('../../artifacts/swap-release.ts').then((module) => module.swapRelease),
  ])
  const contracts = artifacts.map(({ contractName, abi, bytecode }) => ({
    name: contractName,
    bytecode,
    interface: new Interface(abi),
  }))
  const shipped = contracts.flatMap(({ interface: { fragments } }) =>
    fragments.filter(({ type }) => type === 'function'),
  )
  const functions = new Interface([...TOKEN_FUNCTIONS, ...SAFE_FUNCTIONS, ...shipped])
  return { contracts, functions }
}

function decodeFunction(functions: Interface, data: string): DecodedCall | null {
  if (data.length < 10) return null
  const fragment = functions.getFunction(data.slice(0, 10))
  if (!fragment) return null
  const values = attempt(() => functions.decodeFunctionData(fragment, data).toArray(true))
  if (!values || attempt(() => functions.encodeFunctionData(fragment, values)) !== data) return null
  return named(fragment.format('sighash'), fragment.inputs, values)
}

function decodeDeployment(contracts: readonly Contract[], data: string): DecodedCall | null {
  const contract = contracts.find(({ bytecode }) => data.startsWith(bytecode))
  if (!contract) return null
  const { inputs } = contract.interface.deploy
  const encoded = `0x${data.slice(contract.bytecode.length)}`
  const coder = contract.interface.getAbiCoder()
  const values = attempt(() => coder.decode(inputs, encoded).toArray(true))
  if (!values || attempt(() => coder.encode(inputs, values)) !== encoded) return null
  const types = inputs.map((input) => input.format('sighash'))
  return named(`new ${contract.name}(${types.join(',')})`, inputs, values)
}

function named(
  signature: string,
  inputs: readonly ParamType[],
  values: readonly unknown[],
): DecodedCall {
  const given = namedArguments(inputs, values)
  return {
    signature,
    argNames: given.map(([name]) => name),
    args: given.map(([, value]) => argumentText(value)),
  }
}

/** Each component of a struct on its own: a long line hides what somebody agrees to. */
function namedArguments(
  inputs: readonly ParamType[],
  values: readonly unknown[],
): (readonly [name: string, value: unknown])[] {
  return inputs.flatMap((input, index) =>
    input.components
      ? namedArguments(input.components, values[index] as unknown[])
      : // Constructors name their arguments after what they set, with an underscore.
        [[input.name.replace(/_$/, ''), values[index]] as const],
  )
}

function argumentText(value: unknown): string {
  return Array.isArray(value) ? `[${value.map(argumentText).join(', ')}]` : String(value)
}

/** Bytes that only look like a known call do not decode. */
function attempt<T>(work: () => T): T | undefined {
  try {
    return work()
  } catch {
    return undefined
  }
}
