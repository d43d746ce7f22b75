import type { Story } from '../../primitives/story.ts'
import type { Campaign } from '../campaign/campaign.ts'
import { evidenceNamed } from './bytom/retire-evidence.ts'
import { snapshotProgressText } from './snapshot-view.ts'
import {
  type SnapshotOptions,
  type SnapshotPorts,
  type TakenSnapshot,
  takeSnapshot,
} from './take-snapshot.ts'

/** Takes the snapshot of a campaign and shows the progress. @throws as `takeSnapshot` does. */
export async function takeSnapshotWithStory(
  { story, ...ports }: SnapshotPorts & { readonly story: Story },
  campaign: Pick<Campaign, 'directory' | 'source' | 'rules'>,
  options: Pick<SnapshotOptions, 'exportBlocks'> = {},
): Promise<TakenSnapshot> {
  let taken: TakenSnapshot | undefined
  await story.tasks([
    {
      title: 'Snapshot',
      async run(update) {
        const { directory, source } = campaign
        const evidence = evidenceNamed(campaign.rules)
        const onProgress = (progress: Parameters<typeof snapshotProgressText>[0]) =>
          update(snapshotProgressText(progress))
        taken = await takeSnapshot(ports, source, { ...options, directory, evidence, onProgress })
      },
    },
  ])
  if (taken === undefined) throw new TypeError('A task ended without its result')
  for (const warning of taken.warnings) story.warn(warning)
  return taken
}
