import { readYamlText, type YamlText } from '../../primitives/yaml-text.ts'
import { campaignInvalid, campaignUnreadable } from './campaign-errors.ts'

export type { YamlText }

/** @throws CAMPAIGN_INVALID with line and column, CAMPAIGN_UNREADABLE */
export function readYaml(path: string, text: string): YamlText {
  return readYamlText(path, text, { invalid: campaignInvalid, unreadable: campaignUnreadable })
}
