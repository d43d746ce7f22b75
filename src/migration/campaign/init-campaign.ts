import { access, readdir, readFile } from 'node:fs/promises'
import { basename, join, resolve } from 'node:path'
import { writeFileAtomically } from '../../primitives/atomic-file.ts'
import { campaignExists } from './campaign-errors.ts'
import type { CampaignAnswers } from './init-answers.ts'

/** Folder of the template files that every kind of campaign gets. */
const SHARED = 'shared'
/** npm drops `.gitignore` from packages, so the template has another name for it. */
const RENAMED: Readonly<Record<string, string>> = { _gitignore: '.gitignore' }

export interface NewCampaign {
  readonly name: string
  /** Absolute paths. */
  readonly directory: string
  readonly files: readonly string[]
}

export interface InitInput {
  /** Folder of the campaign; made if it is missing. */
  readonly directory: string
  readonly answers: CampaignAnswers
  /** Folder of the migration template. */
  readonly template: string
}

/**
 * Writes a new campaign from the template.
 * @throws CAMPAIGN_EXISTS, before anything is written, if one of its files exists.
 */
export async function initCampaign({
  directory,
  answers,
  template,
}: InitInput): Promise<NewCampaign> {
  const { kind, ...values } = answers
  const target = resolve(directory)
  const sources = [
    ...(await filesIn(join(template, SHARED))),
    ...(await filesIn(join(template, kind))),
  ]
  const files = sources
    .map(({ source, name }) => ({ source, file: join(target, destination(name)) }))
    .sort((a, b) => (a.file < b.file ? -1 : 1))
  const taken = await existing(files.map(({ file }) => file))
  if (taken.length > 0) throw campaignExists(target, taken)
  for (const { source, file } of files) {
    await writeFileAtomically(file, filled(await readFile(source, 'utf8'), values))
  }
  return { name: answers.name, directory: target, files: files.map(({ file }) => file) }
}

function filled(text: string, values: Readonly<Record<string, string>>): string {
  return text.replace(/\{\{(\w+)\}\}/g, (placeholder, key: string) => values[key] ?? placeholder)
}

async function filesIn(folder: string): Promise<{ source: string; name: string }[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true })
  return entries
    .filter((entry) => entry.isFile())
    .map((entry) => {
      const source = join(entry.parentPath, entry.name)
      return { source, name: source.slice(folder.length + 1) }
    })
}

function destination(name: string): string {
  const last = basename(name)
  return name.slice(0, name.length - last.length) + (RENAMED[last] ?? last)
}

async function existing(files: readonly string[]): Promise<string[]> {
  const found = await Promise.all(
    files.map((file) =>
      access(file).then(
        () => file,
        () => undefined,
      ),
    ),
  )
  return found.filter((file) => file !== undefined)
}
