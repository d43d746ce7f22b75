import { Args, Flags } from '@oclif/core'
import { CapstanCommand } from '../../cli/frame/capstan-command.ts'
import { chainFlags } from '../../cli/frame/flags.ts'
import { driverFlag, multisigArg, proposalOutFlags } from '../../cli/multisig/flags.ts'
import { multisigTools } from '../../cli/multisig/tools.ts'
import { draftsOf } from '../../multisig/draft.ts'
import { proposedView } from '../../multisig/multisig-view.ts'
import { writeProposals } from '../../multisig/write-proposals.ts'

export default class MultisigPropose extends CapstanCommand {
  static override summary = 'Write a proposal for the owners of a multisig to sign. Needs no key.'
  static override description =
    'A batch is a CSV of address,amountBaseUnits (of the native coin, or of the token of --asset), or a JSON file of the Safe Transaction Builder. A batch that does not fit into one block becomes several proposals, FILE-1.json and so on. A plan file comes from --plan-out with --from the multisig.'
  static override strict = false
  static override examples = [
    {
      description: 'Send 1.5 coins:',
      command:
        '<%= config.bin %> <%= command.id %> 0xCf7Ed3AccA5a467e9e704C703E8D87F634fB0Fc9 --to 0x90F79bf6EB2c4f870365E785982E1f101E93b906 --value 1.5 --out p.json',
    },
    {
      description: 'Call a function:',
      command:
        '<%= config.bin %> <%= command.id %> 0xCf7Ed3AccA5a467e9e704C703E8D87F634fB0Fc9 0x90F79bf6EB2c4f870365E785982E1f101E93b906 1000 --to 0x5FbDB2315678afecb367f032d93F642f64180aa3 --call "transfer(address,uint256)" --out p.json',
    },
    {
      description: 'Pay a payroll in a token:',
      command:
        '<%= config.bin %> <%= command.id %> 0xCf7Ed3AccA5a467e9e704C703E8D87F634fB0Fc9 --batch payroll.csv --asset 0x5FbDB2315678afecb367f032d93F642f64180aa3 --expires 7d --out p.json',
    },
  ]
  static override args = {
    ...multisigArg,
    arguments: Args.string({ description: 'Arguments of the function of --call, in order.' }),
  }
  static override flags = {
    ...chainFlags,
    ...driverFlag,
    to: Flags.string({
      summary: 'Account to pay, or contract to call.',
      exactlyOne: ['to', 'batch', 'plan'],
      helpValue: '0x…',
    }),
    value: Flags.string({
      summary: 'Amount to send, of the native coin or of --asset.',
      dependsOn: ['to'],
      helpValue: 'AMOUNT',
    }),
    asset: Flags.string({
      summary: 'Token to send instead of the native coin.',
      exclusive: ['call', 'plan'],
      helpValue: '0x…',
    }),
    call: Flags.string({
      summary: 'Function to call, such as "transfer(address,uint256)".',
      dependsOn: ['to'],
      helpValue: 'FUNCTION',
    }),
    batch: Flags.string({ summary: 'File of many payments or calls.', helpValue: 'FILE' }),
    plan: Flags.string({ summary: 'Plan file with the calls to propose.', helpValue: 'FILE' }),
    nonce: Flags.string({
      summary: 'Nonce instead of the next free one.',
      helpValue: 'N',
    }),
    'multi-send': Flags.string({
      summary: 'Batch contract of the Safe, if it is not at its usual address.',
      helpValue: '0x…',
    }),
    ...proposalOutFlags,
  }

  async run() {
    const { args, flags, argv } = await this.parse(MultisigPropose)
    const choice = { ...flags, multisig: args.multisig, multiSend: flags['multi-send'] }
    const tools = await multisigTools(this.session(flags), choice)
    const given = { ...flags, arguments: argv.slice(1).map(String) }
    const { drafts, warnings } = await draftsOf(tools, given)
    for (const warning of warnings) this.warn(warning)
    return this.present(proposedView(await writeProposals(tools, drafts, flags.out)))
  }
}
