import { html } from '../../../primitives/html.ts'
import { codeOf, countOf, named } from '../figures.ts'
import type { CampaignReport } from '../report.ts'
import { table } from '../tables.ts'
import type { Section } from './section.ts'

/** The files that anyone needs to compute all of this again. */
export function filesSection({ files }: CampaignReport): Section {
  return {
    id: 'files',
    title: 'Files',
    content: [
      html`<p>With these files anyone can compute every number of this page again. <code>sha256sum</code> prints the digests, <code>capstan migrate audit --full</code> compares the campaign with the chain.</p>`,
      table({
        caption: 'Files of the campaign',
        columns: [{ title: 'File' }, { title: 'Bytes', isNumber: true }, { title: 'SHA-256' }],
        rows: files.map(({ name, bytes, digest }) => [named(name), countOf(bytes), codeOf(digest)]),
      }),
    ],
  }
}
