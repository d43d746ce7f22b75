import { checkMachine } from '../cli/doctor/doctor.ts'
import { doctorView } from '../cli/doctor/doctor-view.ts'
import { CapstanCommand } from '../cli/frame/capstan-command.ts'
import { chainFlags, keystoreFlags } from '../cli/frame/flags.ts'

export default class Doctor extends CapstanCommand {
  static override summary = 'Check what this machine needs and lacks.'
  static override description = 'Exits 3 if the network in force needs something that is missing.'
  static override examples = [
    {
      description: 'Check before working on BSC:',
      command: '<%= config.bin %> <%= command.id %> --network bsc',
    },
  ]
  static override flags = { ...chainFlags, ...keystoreFlags }

  async run() {
    const { flags } = await this.parse(Doctor)
    return this.present(doctorView(await checkMachine(this.session(flags))))
  }
}
