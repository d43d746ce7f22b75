import { CapstanError } from '../../primitives/capstan-error.ts'
import { campaignStep } from '../../primitives/suggestion.ts'
import type { YamlProblem } from '../../primitives/yaml-text.ts'

export type { YamlProblem as CampaignProblem } from '../../primitives/yaml-text.ts'

const SHOWN_PROBLEMS = 5

export function campaignNotFound(path: string): CapstanError {
  return new CapstanError({
    code: 'CAMPAIGN_NOT_FOUND',
    kind: 'not-found',
    message: `There is no campaign at ${path}.`,
    details: { path },
    suggestions: ['capstan migrate init --kind erc20', 'Name its folder with --campaign DIR.'],
  })
}

export function outOfCampaign(file: string): CapstanError {
  return new CapstanError({
    code: 'OUT_OF_CAMPAIGN',
    kind: 'usage',
    message: `${file} is a file of the campaign itself, so nothing else can be written there.`,
    details: { file },
    suggestions: ['Name another file.'],
  })
}

export function campaignUnreadable(path: string, reason: string, cause?: unknown): CapstanError {
  return new CapstanError({
    code: 'CAMPAIGN_UNREADABLE',
    kind: 'usage',
    message: `The campaign ${path} ${reason}.`,
    details: { path },
    cause,
  })
}

export function campaignInvalid(path: string, problems: readonly YamlProblem[]): CapstanError {
  const located = problems.map((problem) => `${problem.line}:${problem.column}: ${problem.message}`)
  const shown = located.slice(0, SHOWN_PROBLEMS).map((problem) => `${path}:${problem}`)
  const hidden = located.length - shown.length
  return new CapstanError({
    code: 'CAMPAIGN_INVALID',
    kind: 'usage',
    message: hidden === 0 ? shown.join('\n') : `${shown.join('\n')}\n(and ${hidden} more)`,
    details: { path, problems: located.slice(0, 100), problemCount: located.length },
  })
}

export function campaignBusy(directory: string): CapstanError {
  return new CapstanError({
    code: 'CAMPAIGN_BUSY',
    kind: 'state',
    message: `Another capstan process is working on the campaign in ${directory}.`,
    details: { directory },
    suggestions: [campaignStep('status'), 'Wait for the other process to end, then run again.'],
  })
}

export function zeroAddress(): CapstanError {
  return new CapstanError({
    code: 'ADDRESS_ZERO',
    kind: 'usage',
    message: 'must not be the zero address: a payment to it is lost.',
  })
}

/** @param files that would have been overwritten. */
export function campaignExists(directory: string, files: readonly string[]): CapstanError {
  return new CapstanError({
    code: 'CAMPAIGN_EXISTS',
    kind: 'refused',
    message: `${directory} has files that a new campaign would overwrite: ${files.join(', ')}.`,
    details: { directory, files },
    suggestions: ['Name another folder: capstan migrate init DIR'],
  })
}

export function initAnswerInvalid(flag: string, answer: string): CapstanError {
  const shown = answer.length > 80 ? `${answer.slice(0, 80)}…` : answer
  return new CapstanError({
    code: 'INIT_ANSWER_INVALID',
    kind: 'usage',
    message: `The ${flag} "${shown}" cannot be used in a campaign.`,
    details: { flag: `--${flag}`, answer: shown },
  })
}

/** @param other kind that has this flag. */
export function initFlagOfOtherKind(flag: string, kind: string, other: string): CapstanError {
  return new CapstanError({
    code: 'INIT_FLAG_OF_OTHER_KIND',
    kind: 'usage',
    message: `A campaign of kind ${kind} has no ${flag}: --${flag} goes with --kind ${other}.`,
    details: { flag: `--${flag}`, kind },
  })
}
