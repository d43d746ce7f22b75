const URL_CREDENTIALS = /\b([a-z][a-z0-9+.-]*:\/\/)([^\s/@"']+)@/gi
const URL_KEY = /\b(https?:\/\/[^\s"']*?\/)([A-Za-z0-9_-]{20,})(?=$|[\s"'&/?,.;)])/g
const URL_QUERY = /\bhttps?:\/\/[^\s"'?]+\?[^\s"',;)]+/g

/** Shown where a secret stood. */
export const REDACTED = '[redacted]'

/**
 * Takes secrets out of text on its way to a person, a script or a log: the given values wherever
 * they stand, credentials and query values in URLs, and the long keys that RPC providers put into
 * paths.
 */
export function redact(text: string, secrets: Iterable<string> = []): string {
  let clean = text
  for (const secret of secrets) {
    // Shorter values would blot out ordinary words; nothing that short protects anything.
    if (secret.length >= 6) clean = clean.replaceAll(secret, REDACTED)
  }
  return clean
    .replace(URL_CREDENTIALS, `$1${REDACTED}@`)
    .replace(URL_KEY, `$1${REDACTED}`)
    .replace(URL_QUERY, (url) => url.replace(/=[^&#]+/g, `=${REDACTED}`))
}
