import type { View } from '../primitives/view.ts'
import { buildView } from './allocation/allocation-view.ts'
import { auditView } from './audit-view.ts'
import { distributionView } from './distribute-view.ts'
import { publicationView } from './publication/publication-view.ts'
import type { CampaignRun } from './run.ts'
import { snapshotView } from './snapshot/snapshot-view.ts'

/** The results of all steps, each as in its own command. */
export function runView({ snapshot, build, publish, distribute, audit, unit }: CampaignRun): View {
  const views = {
    snapshot: snapshotView(snapshot),
    build: buildView(build),
    publish: publicationView(publish, unit),
    distribute: distribute === null ? null : distributionView(distribute, unit),
    audit: audit === null ? null : auditView(audit, unit),
  }
  const finding = views.audit?.finding
  const shown = Object.values(views).filter((view) => view !== null)
  return {
    json: Object.fromEntries(
      Object.entries(views).map(([step, view]) => [step, view === null ? null : view.json]),
    ),
    text: shown.map(({ text }) => text).join('\n\n'),
    ...(finding !== undefined && { finding }),
  }
}
