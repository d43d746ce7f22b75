import { countText } from '../../primitives/amount-text.ts'
import type { Story } from '../../primitives/story.ts'
import type { Campaign } from '../campaign/campaign.ts'
import { campaignFiles } from '../campaign/campaign-files.ts'
import { arrivingBindings } from './arriving-bindings.ts'
import type { BindingTerms } from './binding.ts'
import { type ImportedBindings, importBindings } from './import-bindings.ts'

const SHOWN_EVERY = 1000

/** Imports a file or folder and shows the progress. @throws as `importBindings` does. */
export async function importWithStory(
  { story }: { readonly story: Story },
  campaign: Pick<Campaign, 'directory'>,
  terms: BindingTerms,
  path: string,
): Promise<ImportedBindings> {
  let imported: ImportedBindings | undefined
  await story.tasks([
    {
      title: 'Bindings',
      async run(update) {
        const onProgress = (count: number) => {
          if (count % SHOWN_EVERY === 0) update(countText(count, 'binding', 'bindings'))
        }
        const files = campaignFiles(campaign)
        imported = await importBindings(files, terms, arrivingBindings(path), onProgress)
      },
    },
  ])
  if (imported === undefined) throw new TypeError('A task ended without its result')
  return imported
}
