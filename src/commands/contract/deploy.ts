import { Args, Flags } from '@oclif/core'
import {
  deployedContractView,
  plannedContractView,
  plannedDeploymentView,
} from '../../chain/contracts/contract-view.ts'
import { deployByContract } from '../../chain/contracts/deploy-by-contract.ts'
import {
  deployContract,
  planContract,
  prepareContract,
} from '../../chain/contracts/deploy-contract.ts'
import { deployTools } from '../../cli/contract/tools.ts'
import { CapstanCommand } from '../../cli/frame/capstan-command.ts'
import { chainFlags, isPlanning, sendFlags, signerFlags } from '../../cli/frame/flags.ts'
import { proposalFlags } from '../../cli/multisig/proposal-flags.ts'
import { plannedOut } from '../../cli/multisig/proposal-out.ts'

export default class ContractDeploy extends CapstanCommand {
  static override summary = 'Deploy a contract that ships with capstan, read it back and record it.'
  static override description =
    `Pass each constructor argument by name. Its type is checked: addresses by checksum, whole numbers in the unit the contract documents, lists separated by commas. Missing arguments are named. An account deploys the same contract with the same arguments once; a multisig deploys it through the deterministic deployment proxy, once per chain.

Names: distributor, swap-lock, swap-release. A multisig is deployed by multisig create.`
  static override examples = [
    {
      description:
        'Deploy the release side of a swap that pays native coin for an ERC-20 token on Ethereum:',
      command: `<%= config.bin %> <%= command.id %> swap-release --network cybermiles --key ops --arg sourceChainId=1 --arg lockContract=0xe7f1725E7734CE288F8367e1Bb143E90bb3F0512 --arg sourceToken=0xf85fEea2FdD81d51177F6b8F35F0e6734Ce45F5F --arg token=0x0000000000000000000000000000000000000000 --arg factor=1 --arg maximum=1000000000000000000000 --arg dayLimit=100000000000000000000000 --arg closesAt=1830000000 --arg remainderTo=0xf39Fd6e51aad88F6F4ce6aB8827279cffFb92266 --arg owner=0xf39Fd6e51aad88F6F4ce6aB8827279cffFb92266 --arg guardian=0x70997970C51812dc3A010C7d01b50e0d17dc79C8 --arg relayers=0x3C44CdDdB6a900fa2b585dd299e03d12FA4293BC --arg quorum=1 --arg changeDelay=691200`,
    },
  ]
  static override args = {
    name: Args.string({ description: 'Contract to deploy.', required: true }),
  }
  static override flags = {
    ...chainFlags,
    ...signerFlags,
    ...sendFlags,
    ...proposalFlags,
    arg: Flags.string({
      summary: 'Constructor argument; repeat it for each.',
      multiple: true,
      multipleNonGreedy: true,
      helpValue: 'NAME=VALUE',
    }),
  }

  async run() {
    const { args, flags } = await this.parse(ContractDeploy)
    const contract = await prepareContract(args.name, flags.arg ?? [])
    const session = this.session(flags)
    const tools = await deployTools(session, flags)
    if (flags.multisig !== undefined) {
      const done = await deployByContract(contract, tools)
      const [view, plan] =
        'plan' in done
          ? [plannedDeploymentView(contract, done), done.plan]
          : [deployedContractView(contract, done), undefined]
      return this.present(await plannedOut(session, view, plan, flags))
    }
    if (isPlanning(flags)) {
      const plan = await planContract(contract, tools)
      return this.presentPlan(plannedContractView(contract, plan), plan, flags['plan-out'])
    }
    return this.present(deployedContractView(contract, await deployContract(contract, tools)))
  }
}
