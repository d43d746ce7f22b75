import { open, stat } from 'node:fs/promises'
import { dirname, join, resolve } from 'node:path'
import { type Campaign, type CampaignTerms, campaignDigest } from './campaign.ts'
import { campaignContradictions } from './campaign-contradictions.ts'
import {
  type CampaignProblem,
  campaignInvalid,
  campaignNotFound,
  campaignUnreadable,
} from './campaign-errors.ts'
import { CAMPAIGN_FILE_NAME } from './campaign-files.ts'
import { campaignSchema } from './campaign-schema.ts'
import { readYaml, type YamlText } from './campaign-yaml.ts'

/** Room for some ten thousand exclusions. */
const MAX_BYTES = 1 << 20

/**
 * Reads the campaign in a folder, or the campaign file itself.
 * @throws CAMPAIGN_NOT_FOUND; CAMPAIGN_UNREADABLE if it is not text of at most 1 MiB;
 * CAMPAIGN_INVALID (usage) with line and column of everything that is wrong.
 */
export async function readCampaign(location: string): Promise<Campaign> {
  const path = await campaignPath(resolve(location))
  const yaml = readYaml(path, await readText(path))
  const { swap, ...terms } = checkedTerms(path, yaml)
  return { directory: dirname(path), path, ...terms, swap, digest: campaignDigest(terms) }
}

async function campaignPath(location: string): Promise<string> {
  const status = await stat(location).catch(() => undefined)
  if (status === undefined) throw campaignNotFound(location)
  if (!status.isDirectory()) return location
  const path = join(location, CAMPAIGN_FILE_NAME)
  const inside = await stat(path).catch(() => undefined)
  if (inside === undefined) throw campaignNotFound(path)
  return path
}

async function readText(path: string): Promise<string> {
  const file = await open(path, 'r')
  try {
    const status = await file.stat()
    if (!status.isFile()) throw campaignUnreadable(path, 'is not a regular file')
    if (status.size > MAX_BYTES) throw campaignUnreadable(path, 'is larger than 1 MiB')
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(await file.readFile())
  } catch (error) {
    if (error instanceof TypeError) throw campaignUnreadable(path, 'is not UTF-8 text', error)
    throw error
  } finally {
    await file.close()
  }
}

function checkedTerms(path: string, yaml: YamlText): CampaignTerms & Pick<Campaign, 'swap'> {
  const result = campaignSchema.safeParse(yaml.content)
  if (!result.success) {
    // A mistyped key often causes a missing one too; its own line says more, so it comes first.
    const mistyped = result.error.issues.filter(({ code }) => code === 'unrecognized_keys')
    const issues = new Set([...mistyped, ...result.error.issues])
    throw campaignInvalid(
      path,
      Array.from(issues).flatMap((issue) => problemsOf(yaml, issue)),
    )
  }
  const { name, source, rules, target, swap } = result.data
  const terms = { name, source, rules, target }
  const problems = campaignContradictions(terms).map(({ path: at, message }) =>
    yaml.problemAt(at, message),
  )
  if (problems.length > 0) throw campaignInvalid(path, problems)
  return { ...terms, swap }
}

type SchemaIssue = NonNullable<
  ReturnType<typeof campaignSchema.safeParse>['error']
>['issues'][number]

function problemsOf(yaml: YamlText, issue: SchemaIssue): CampaignProblem[] {
  if (issue.code !== 'unrecognized_keys') return [yaml.problemAt(issue.path, issue.message)]
  return issue.message
    .split('\n')
    .map((message, index) => yaml.problemAtKey(issue.path, issue.keys[index] as string, message))
}
