import type { HttpClient, HttpTarget } from './http-client.ts'
import { NodeClient } from './node-client.ts'
import { proxyFor } from './proxy-for.ts'

/**
 * A client for few questions, through the proxy that the environment names for the target.
 * @throws PROXY_URL_INVALID
 */
export function openHttpClient(
  target: HttpTarget,
  environment: NodeJS.ProcessEnv = process.env,
): HttpClient {
  const proxy = proxyFor(target.url, environment)
  if (proxy === undefined) return new NodeClient(target)
  // undici alone can use a proxy; it is loaded where there is one.
  const opened = import('./undici-client.ts').then(
    ({ UndiciClient }) => new UndiciClient(target, proxy),
  )
  return {
    post: async (body, options) => (await opened).post(body, options),
    close: () => void opened.then((client) => client.close()),
  }
}
