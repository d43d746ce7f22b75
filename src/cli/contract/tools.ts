import type { DeployTools } from '../../chain/contracts/deploy-contract.ts'
import { Deployments } from '../../chain/deployments.ts'
import type { Session } from '../frame/session.ts'

/** For commands that look at what this home has deployed on a chain. */
export async function deployedTools(session: Session) {
  return {
    chain: await session.chain(),
    deployments: await Deployments.open(await session.database()),
  }
}

/** For commands that deploy. */
export async function deployTools(session: Session): Promise<DeployTools> {
  return {
    ...(await deployedTools(session)),
    transactions: await session.transactions(),
    sender: await session.sender(),
  }
}
