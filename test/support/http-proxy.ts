import { once } from 'node:events'
import * as http from 'node:http'
import { type AddressInfo, connect } from 'node:net'
import { onTestFinished } from 'vitest'

export interface HttpProxy {
  readonly url: string
  /** First line and Proxy-Authorization of every request, in order. */
  readonly asked: readonly string[]
}

export interface HttpProxyOptions {
  /** `user:password` that it wants, else it answers 407. */
  readonly user?: string
  /** What it answers instead of doing anything; 0 is nothing at all. */
  readonly status?: number
}

/**
 * A forward proxy (RFC 9110, 3.7 and 9.3.6) for whom every name is that of one server, so that what
 * reaches a name that does not exist has come through it. It ends with the test.
 */
export async function startHttpProxy(
  server: string,
  { user, status }: HttpProxyOptions = {},
): Promise<HttpProxy> {
  const [host = '', port = ''] = server.split(':')
  const asked: string[] = []
  const wanted = user && `Basic ${Buffer.from(user).toString('base64')}`

  /** The status of a refusal; undefined lets the request pass. */
  function refusal(request: http.IncomingMessage): number | undefined {
    const given = request.headers['proxy-authorization']
    asked.push(`${request.method} ${request.url}${given ? ` ${given}` : ''}`)
    return status ?? (wanted && wanted !== given ? 407 : undefined)
  }

  const proxy = http.createServer((request, response) => {
    const refused = refusal(request)
    if (refused === 0) return
    if (refused !== undefined) return void response.writeHead(refused).end()
    const { pathname, search } = new URL(request.url ?? '')
    const { 'proxy-authorization': _, ...headers } = request.headers
    const options = { host, port, path: pathname + search, method: request.method, headers }
    const onward = http.request(options, (answer) => {
      response.writeHead(answer.statusCode ?? 0, answer.headers)
      answer.pipe(response)
    })
    onward.on('error', () => response.destroy())
    request.pipe(onward)
  })
  proxy.on('connect', (request, socket, head) => {
    const refused = refusal(request)
    socket.on('error', () => undefined)
    if (refused === 0) return
    if (refused !== undefined) return void socket.end(`HTTP/1.1 ${refused} No\r\n\r\n`)
    const onward = connect(Number(port), host, () => {
      socket.write('HTTP/1.1 200 Connection established\r\n\r\n')
      onward.write(head)
      onward.pipe(socket).pipe(onward)
    })
    onward.on('error', () => socket.destroy())
    socket.on('close', () => onward.destroy())
  })
  proxy.listen(0, '127.0.0.1')
  await once(proxy, 'listening')
  onTestFinished(() => {
    proxy.close()
    proxy.closeAllConnections()
  })
  return { url: `http://127.0.0.1:${(proxy.address() as AddressInfo).port}`, asked }
}
