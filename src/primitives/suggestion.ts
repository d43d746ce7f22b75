/** What to do next: a sentence, or a step of the campaign at hand, which is named where it is shown. */
export type Suggestion = string | CampaignStep

/** A command about a campaign, as it is typed beside it. */
export interface CampaignStep {
  /** What is said before it. */
  readonly before: string
  /** `build`, `swap status`. */
  readonly step: string
  /** Its arguments and flags. */
  readonly rest: string
}

/** What a shell takes as it stands. */
const PLAIN = /^[\w./@:+-]+$/

export function campaignStep(step: string, rest = '', before = ''): CampaignStep {
  return { before, step, rest }
}

/**
 * The suggestion as it can be pasted where it is read.
 * @param location of the campaign, as it was given with `--campaign`.
 */
export function suggestionText(suggestion: Suggestion, location = '.'): string {
  if (typeof suggestion === 'string') return suggestion
  const { before, step, rest } = suggestion
  const word = PLAIN.test(location) ? location : `'${location.replaceAll("'", `'\\''`)}'`
  const named = location === '.' ? '' : `-c ${word}`
  return [before, `capstan migrate ${step}`, named, rest].filter((part) => part !== '').join(' ')
}
