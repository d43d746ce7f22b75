import type { View } from '../../primitives/view.ts'
import type { NewCampaign } from './init-campaign.ts'

/** The files written, and the next commands. */
export function initView({ name, directory, files }: NewCampaign): View {
  const folder = /^[\w./-]+$/.test(directory) ? directory : `'${directory}'`
  const next = [`capstan migrate snapshot -c ${folder}`, `capstan migrate run -c ${folder}`]
  return {
    json: { directory, files, next },
    text: [
      `Wrote the campaign ${name}. Its migration.yaml says what to change.`,
      ...files.map((file) => `  ${file}`),
      'Next:',
      ...next.map((command) => `  ${command}`),
    ].join('\n'),
  }
}
