import type { DeployTools } from '../../chain/contracts/deploy-contract.ts'
import { Deployments } from '../../chain/deployments.ts'
import type { SendSession } from '../frame/send-session.ts'
import { type ProposalChoice, toolsOf } from '../multisig/proposal-flags.ts'

/** For commands that read what this home has deployed on a chain. */
export async function deployedTools(session: SendSession) {
  return {
    chain: await session.chain(),
    deployments: await Deployments.open(await session.database()),
  }
}

/** For commands that deploy, or let a multisig deploy. */
export async function deployTools(
  session: SendSession,
  choice: Pick<ProposalChoice, 'multisig'>,
): Promise<DeployTools> {
  return { ...(await toolsOf(session, choice)), ...(await deployedTools(session)) }
}
