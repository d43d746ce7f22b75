import { redact } from './redact.ts'

/**
 * The form of an endpoint's URL that may be shown: providers put access keys into the path, the
 * query and the user part. Host and port always remain.
 */
export function printableUrl(url: string): string {
  if (!URL.canParse(url)) return '(not a URL)'
  const { protocol, host, pathname } = new URL(url)
  return redact(`${protocol}//${host}${pathname === '/' ? '' : pathname}`)
}
