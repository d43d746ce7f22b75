import { type Chain, connectChain } from '../../src/chain/chain.ts'
import type { Draft, MultisigDriver } from '../../src/multisig/driver.ts'
import type { Call, ProposalTerms } from '../../src/multisig/proposal/proposal.ts'
import type { ProposalSignature } from '../../src/multisig/proposal/signature.ts'
import { safeTransactionPreimage } from '../../src/multisig/safe/safe-transaction.ts'
import type { TestChain } from './chain.ts'
import { devnetProfile } from './engine.ts'
import { sendTransaction, type TestReceipt } from './safe.ts'
import { walletSigner } from './wallet-signer.ts'

/** Keys of accounts 0 to 4 of the node. */
export const OWNER_KEYS = [
  '0xac0974bec39a17e36ba4a6b4d238ff944bacb478cbed5efcae784d7bf4f2ff80',
  '0x59c6995e998f97a5a0044966f0945389dc9e86dae88c7a8412f4603b6b78690d',
  '0x5de4111afa1a4b94908f83103eb1f1706367c2e68ca870fc3fb9a804cdab365a',
  '0x7c852118294e51e653712a81e05800f419141751be58f605c371e15141b007a6',
  '0x47e179ec197488593b187f80a00eb0da91f1b9d0b13f8733639f19c30a34926a',
] as const
export const OWNERS = OWNER_KEYS.map((key) => walletSigner(key).address)

export function connect(chain: TestChain): Promise<Chain> {
  return connectChain(devnetProfile([chain.rpcUrl]))
}

export function call(to: string, valueWei: bigint, data = '0x'): Call {
  return { to, valueWei, data, decoded: null }
}

export async function drafted(
  driver: MultisigDriver,
  calls: readonly Call[],
  more: Partial<Draft> = {},
): Promise<ProposalTerms> {
  const [terms] = await driver.draft([{ calls, expiresAtSeconds: null, ...more }])
  return terms as ProposalTerms
}

/** Signatures of owners by their numbers. */
export function signedBy(
  driver: MultisigDriver,
  terms: ProposalTerms,
  owners: readonly number[],
  form: 'eip712' | 'eth-sign' = 'eip712',
): Promise<ProposalSignature[]> {
  return Promise.all(
    owners.map((owner) => driver.sign(terms, walletSigner(OWNER_KEYS[owner] as string), form)),
  )
}

/** The signature of a Safe that is an owner: of its own owner, over the bytes it is asked about. */
export async function signedBySafe(
  safe: string,
  terms: ProposalTerms,
  owner: number,
): Promise<ProposalSignature> {
  const signature = await walletSigner(OWNER_KEYS[owner] as string).signTypedData(
    { chainId: terms.chainId, verifyingContract: safe },
    { SafeMessage: [{ name: 'message', type: 'bytes' }] },
    { message: safeTransactionPreimage(terms) },
  )
  return { signer: safe, form: 'contract', signature }
}

/** Sends what the driver makes of it, from an account that is no owner. */
export async function execute(
  chain: TestChain,
  driver: MultisigDriver,
  terms: ProposalTerms,
  signatures: readonly ProposalSignature[],
): Promise<TestReceipt> {
  const judgement = await driver.judge(terms)
  const { intent } = await driver.execution(terms, judgement, signatures)
  const accounts = await chain.request<string[]>('eth_accounts')
  return sendTransaction(chain, {
    from: accounts[9] as string,
    to: intent.to as string,
    data: intent.data,
  })
}
