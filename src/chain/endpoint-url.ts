const KEY_LIKE = /^(?=.*\d)[\w-]{20,}$/

/**
 * The form of an endpoint's URL that may be shown: providers put access keys into the path, the
 * query and the user part, so those are masked. Host and port always remain.
 */
export function printableUrl(url: string): string {
  if (!URL.canParse(url)) return '(not a URL)'
  const { protocol, host, pathname } = new URL(url)
  const path = pathname
    .split('/')
    .map((part) => (KEY_LIKE.test(part) ? '***' : part))
    .join('/')
  return `${protocol}//${host}${path === '/' ? '' : path}`
}
