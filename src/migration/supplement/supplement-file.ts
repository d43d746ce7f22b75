import { formatInstant } from '../../primitives/instant.ts'
// migration.yaml of a supplement. It takes over the target, which may be changed until the
// supplement is published: its late holders need a deadline of their own.

import type { Campaign } from '../campaign/campaign.ts'
import { CAMPAIGN_FORMAT } from '../campaign/campaign.ts'

const MAX_NAME_CHARACTERS = 64

/** The text of a supplement's campaign file, in the folder beside or below the one it follows. */
export function supplementYaml(
  first: Pick<Campaign, 'name' | 'rules' | 'target'>,
  number: number,
): string {
  const { rules, target } = first
  const { mode, network, asset, batchSize, claimUntilSeconds, remainderTo, owner } = target
  const { decimals } = rules
  return [
    `# Holders of ${first.name} who were bound after it was built. Written by`,
    '#   capstan migrate build --supplement',
    '# The target may be changed until this is published.',
    `format: ${CAMPAIGN_FORMAT}`,
    `name: ${supplementName(first.name, number)}`,
    '',
    'source:',
    '  kind: supplement',
    `  of: ${number === 1 ? '..' : `../${supplementFolder(number - 1)}`}`,
    '',
    'rules:',
    ...(decimals ? [`  decimals: { from: ${decimals.from}, to: ${decimals.to} }`] : []),
    `  minimumBaseUnits: "${rules.minimumBaseUnits}"`,
    `  unbound: ${rules.unbound}`,
    '',
    'target:',
    `  network: ${network}`,
    `  asset: ${asset === 'native' ? asset : `"${asset}"`}`,
    `  mode: ${mode}`,
    `  batchSize: ${batchSize}`,
    ...(claimUntilSeconds === null ? [] : [`  claimUntil: ${formatInstant(claimUntilSeconds)}`]),
    ...(remainderTo === null ? [] : [`  remainderTo: "${remainderTo}"`]),
    ...(owner === null ? [] : [`  owner: "${owner}"`]),
    '',
  ].join('\n')
}

/** Name of the folder of a supplement, below the campaign's. */
export function supplementFolder(number: number): string {
  return `supplement-${number}`
}

function supplementName(name: string, number: number): string {
  const ending = `-${supplementFolder(number)}`
  return `${name.slice(0, MAX_NAME_CHARACTERS - ending.length)}${ending}`
}
