import { open } from 'node:fs/promises'
import { resolve } from 'node:path'
import { writeDigestedFile } from '../../primitives/digested-file.ts'
import type { Campaign } from '../campaign/campaign.ts'
import { campaignFiles } from '../campaign/campaign-files.ts'
import { type ReportPorts, readReport } from './read-report.ts'
import { reportWouldOverwrite } from './report-errors.ts'
import { PAGE_START, reportPage } from './report-page.ts'

export interface WrittenReport {
  /** Absolute path. */
  readonly file: string
  /** SHA-256 of the file, lower-case hex. */
  readonly digest: string
  /** Whether the audit in it is clean; null where nothing is published. */
  readonly ok: boolean | null
}

/**
 * Writes the report of a campaign as a page. The same files and the same block give the same bytes.
 * @param out a file; without it `out/report.html` of the campaign.
 * @throws REPORT_WOULD_OVERWRITE before anything is read; and as `readReport` does.
 */
export async function writeReport(
  campaign: Campaign,
  ports: ReportPorts,
  out: string | undefined,
): Promise<WrittenReport> {
  const file = out === undefined ? campaignFiles(campaign).reportHtml : resolve(out)
  if (!(await isFreeOrReport(file))) throw reportWouldOverwrite(file)
  const report = await readReport(campaign, ports)
  const digest = await writeDigestedFile(file, [reportPage(report)])
  return { file, digest, ok: report.publication?.audit.ok ?? null }
}

/** Whether the file is missing or a report of any release. */
export async function isFreeOrReport(file: string): Promise<boolean> {
  const start = PAGE_START.replace(/@\d+">$/, '@')
  const handle = await open(file, 'r').catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return undefined
    throw error
  })
  if (handle === undefined) return true
  try {
    if (!(await handle.stat()).isFile()) return false
    const { buffer, bytesRead } = await handle.read(Buffer.alloc(start.length), 0, start.length)
    return buffer.toString('utf8', 0, bytesRead) === start
  } finally {
    await handle.close()
  }
}
