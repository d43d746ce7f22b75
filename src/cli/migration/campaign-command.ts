import type { Campaign } from '../../migration/campaign/campaign.ts'
import { readCampaign } from '../../migration/campaign/read-campaign.ts'
import { CapstanError } from '../../primitives/capstan-error.ts'
import { suggestionText } from '../../primitives/suggestion.ts'
import { CapstanCommand } from '../frame/capstan-command.ts'
import { toCapstanError } from '../frame/failure.ts'

/** A step of a campaign: adds the campaign to the commands that its errors suggest. */
export abstract class CampaignCommand extends CapstanCommand {
  #location = '.'

  /** @param location as given with `--campaign`. */
  protected async readCampaign(location: string): Promise<Campaign> {
    const campaign = await readCampaign(location)
    this.#location = location
    return campaign
  }

  protected override catch(thrown: unknown): Promise<void> {
    const error = toCapstanError(thrown)
    const { code, kind, message, details, cause } = error
    const suggestions = error.nextSteps.map((one) => suggestionText(one, this.#location))
    return super.catch(new CapstanError({ code, kind, message, details, suggestions, cause }))
  }
}
