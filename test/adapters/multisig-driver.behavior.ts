import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import type { Chain } from '../../src/chain/chain.ts'
import { checkProposal } from '../../src/multisig/check-proposal.ts'
import type { MultisigDriver } from '../../src/multisig/driver.ts'
import type { ProposalSignature } from '../../src/multisig/proposal/signature.ts'
import { proposalOf } from '../../src/multisig/propose.ts'
import { spawnChain, type TestChain } from '../support/chain.ts'
import { sendTransaction } from '../support/safe.ts'
import { call, connect, drafted, execute, OWNERS, signedBy } from '../support/safe-owners.ts'

/** Makes a multisig of these owners, one vote each, which two of them move; it holds nothing. */
export type MakeMultisig = (
  chain: TestChain,
  node: Chain,
  owners: readonly string[],
) => Promise<MultisigDriver>

const PAYEE = '0x00000000000000000000000000000000C0FFEE01'
const ETHER = 10n ** 18n
const MISSING = '0x00000000000000000000000000000000C0FFEE02'

/** What every kind of multisig must do, whoever made it. */
export function describeMultisigDriver(
  name: string,
  make: MakeMultisig,
  at: (node: Chain, address: string) => MultisigDriver,
): void {
  describe(name, () => {
    let chain: TestChain
    let node: Chain
    let driver: MultisigDriver
    let pristine: string
    beforeAll(async () => {
      chain = await spawnChain()
      node = await connect(chain)
      driver = await make(chain, node, OWNERS.slice(0, 3))
      await sendTransaction(chain, { to: driver.multisig, value: 10n * ETHER })
    })
    beforeEach(async () => {
      pristine = await chain.request('evm_snapshot')
    })
    afterEach(() => chain.request('evm_revert', [pristine]))
    afterAll(() => {
      node.rpc.close()
      chain.stop()
    })

    const paid = async () => BigInt(await chain.request('eth_getBalance', [PAYEE, 'latest']))

    it('computes the digest that the contract computes', async () => {
      const one = await drafted(driver, [call(PAYEE, ETHER)])
      const many = await drafted(driver, [call(PAYEE, 1n), call(PAYEE, 2n, '0xcafebabe')])
      for (const terms of [one, many]) {
        expect((await driver.judge(terms)).digest).toBe(driver.digest(terms))
      }
    })

    it('does not check a proposal of another chain, or with another digest', async () => {
      const terms = await drafted(driver, [call(PAYEE, ETHER)])
      const tools = { chain: node, driver, now: 0 }
      const { proposal } = await proposalOf(tools, terms)
      expect((await checkProposal(tools, proposal)).judgement.state).toBe('open')
      const elsewhere = { ...proposal, terms: { ...terms, chainId: 1n } }
      await expect(checkProposal(tools, elsewhere)).rejects.toMatchObject({
        code: 'PROPOSAL_OTHER_CHAIN',
        exitCode: 7,
      })
      const other = { ...proposal, digest: `0x${'ab'.repeat(32)}` }
      await expect(checkProposal(tools, other)).rejects.toMatchObject({
        code: 'MULTISIG_DIGEST_MISMATCH',
        exitCode: 7,
      })
    })

    it('is executed by two owners, once', async () => {
      const terms = await drafted(driver, [call(PAYEE, ETHER)])
      expect(await driver.judge(terms)).toMatchObject({
        ...{ state: 'open', obstacles: [], confirmedBy: [] },
        grade: { threshold: 2, delaySeconds: 0 },
      })
      expect(await driver.isNonceUsed(terms.nonce)).toBe(false)
      const signatures = await signedBy(driver, terms, [2, 1])
      const { transactionHash } = await execute(chain, driver, terms, signatures)
      expect(await paid()).toBe(ETHER)
      expect(await driver.judge(terms)).toMatchObject({ state: 'executed', transactionHash })
      expect(await driver.isNonceUsed(terms.nonce)).toBe(true)
      await expect(execute(chain, driver, terms, signatures)).rejects.toThrowError()
      expect(await paid()).toBe(ETHER)
    })

    it('makes several calls, all of them or none', async () => {
      const good = await drafted(driver, [call(PAYEE, 1n), call(PAYEE, 2n)])
      await execute(chain, driver, good, await signedBy(driver, good, [0, 1, 2]))
      expect(await paid()).toBe(3n)
      const bad = await drafted(driver, [call(PAYEE, 1n), call(PAYEE, 100n * ETHER)])
      const signatures = await signedBy(driver, bad, [0, 1, 2])
      await expect(execute(chain, driver, bad, signatures)).rejects.toThrowError()
      expect(await paid()).toBe(3n)
    })

    it('is not executed by one owner, nor by one and a stranger', async () => {
      const terms = await drafted(driver, [call(PAYEE, ETHER)])
      for (const signers of [[0], [0, 4]]) {
        const signatures = await signedBy(driver, terms, signers)
        await expect(execute(chain, driver, terms, signatures)).rejects.toThrowError()
      }
      expect(await paid()).toBe(0n)
    })

    it('counts what an owner confirmed on chain', async () => {
      const terms = await drafted(driver, [call(PAYEE, ETHER)])
      const owner = OWNERS[1] as string
      const { to, data } = await driver.confirmation(terms, owner)
      await sendTransaction(chain, { from: owner, to: to as string, data })
      expect((await driver.judge(terms)).confirmedBy).toEqual([owner])
      await execute(chain, driver, terms, await signedBy(driver, terms, [0]))
      expect(await paid()).toBe(ETHER)
    })

    it('knows another proposal that took the nonce', async () => {
      const terms = await drafted(driver, [call(PAYEE, 1n)])
      const other = await drafted(driver, [call(PAYEE, 2n)], { nonce: terms.nonce })
      const receipt = await execute(chain, driver, other, await signedBy(driver, other, [0, 1]))
      const { transactionHash } = receipt
      expect(await driver.judge(terms)).toMatchObject({ state: 'superseded', transactionHash })
    })

    it('finds whose signature one is, and nobody for a changed one', async () => {
      const terms = await drafted(driver, [call(PAYEE, ETHER)])
      const digest = driver.digest(terms)
      const [signature] = (await signedBy(driver, terms, [0])) as [ProposalSignature]
      expect(driver.signerOf(digest, signature)).toBe(OWNERS[0])
      const other = driver.digest({ ...terms, nonce: terms.nonce + 1n })
      expect(driver.signerOf(other, signature)).not.toBe(OWNERS[0])
      for (const bytes of ['0x', `${signature.signature}00`, signature.signature.slice(0, -2)]) {
        expect(driver.signerOf(digest, { ...signature, signature: bytes })).toBeUndefined()
      }
    })

    it('tells what happened, oldest first', async () => {
      const digests: string[] = []
      for (const wei of [1n, 2n]) {
        const terms = await drafted(driver, [call(PAYEE, wei)])
        digests.push(driver.digest(terms))
        await execute(chain, driver, terms, await signedBy(driver, terms, [0, 1]))
      }
      const history = await driver.history()
      expect(history.flatMap(({ digest }) => digest ?? [])).toEqual(digests)
      const blocks = history.map(({ blockNumber }) => blockNumber)
      expect(blocks).toEqual(blocks.toSorted((a, b) => a - b))
    })

    it('is missing where there is no contract, and foreign where there is another', async () => {
      const driverAt = (address: string) => at(node, address)
      const [token] = OWNERS
      await chain.request('anvil_setCode', [token, '0x60006000f3'])
      await expect(driverAt(MISSING).show()).rejects.toMatchObject({ code: 'MULTISIG_MISSING' })
      await expect(driverAt(token as string).show()).rejects.toMatchObject({
        code: 'MULTISIG_FOREIGN',
      })
    })
  })
}
