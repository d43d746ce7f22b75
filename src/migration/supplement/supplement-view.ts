import { campaignStep, suggestionText } from '../../primitives/suggestion.ts'
import type { View } from '../../primitives/view.ts'
import { buildView } from '../allocation/allocation-view.ts'
import type { BuiltSupplement } from './build-supplement.ts'

/** A built supplement, and where it is. */
export function supplementView(built: BuiltSupplement): View {
  const { json, text } = buildView(built)
  return {
    json: { ...json, supplement: built.campaign.directory },
    text: `${text}\n${suggestionText(campaignStep('publish', '', 'Next:'), built.campaign.directory)}`,
  }
}
