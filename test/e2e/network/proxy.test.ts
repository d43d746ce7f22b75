import { describe, expect, it } from 'vitest'
import { capstan } from '../../support/capstan.ts'
import { temporaryFolder } from '../../support/home.ts'
import { startHttpProxy } from '../../support/http-proxy.ts'
import { CERTIFICATE_PATH, sized, startRawServer } from '../../support/raw-server.ts'

const ANSWERS: Record<string, unknown> = {
  eth_chainId: '0x1',
  eth_blockNumber: '0x10',
  eth_syncing: false,
}

/** As much of a node as `network ping` asks. */
function startNode({ secure }: { secure: boolean }) {
  return startRawServer(
    (socket, question) => {
      const { id, method } = JSON.parse(question.toString().split('\r\n\r\n')[1] ?? '')
      socket.write(sized(JSON.stringify({ jsonrpc: '2.0', id, result: ANSWERS[method] })))
    },
    { secure },
  )
}

function ping(rpcUrl: string, env: Record<string, string>) {
  const home = temporaryFolder()
  return capstan(['network', 'ping', 'ethereum', '--rpc-url', rpcUrl, '--json'], { home, env })
}

describe('behind a proxy', () => {
  it.each([
    ['http', 'http://node.test:8545', 'POST http://node.test:8545/'],
    ['https', 'https://node.test', 'CONNECT node.test:443'],
  ])('an endpoint of %s is reached', async (scheme, url, asked) => {
    const { host } = await startNode({ secure: scheme === 'https' })
    const proxy = await startHttpProxy(host)
    const { exitCode, json } = await ping(url, {
      HTTP_PROXY: proxy.url,
      HTTPS_PROXY: proxy.url,
      NODE_EXTRA_CA_CERTS: CERTIFICATE_PATH,
    })
    expect(json).toMatchObject({ endpoints: [{ ok: true, chainId: 1, blockNumber: 16 }] })
    expect(exitCode).toBe(0)
    expect(proxy.asked[0]).toBe(asked)
  })

  it('a proxy that is not there is named', async () => {
    const HTTPS_PROXY = 'http://me:hidden@127.0.0.1:1'
    const { exitCode, stdout, json } = await ping('https://node.test', { HTTPS_PROXY })
    expect(exitCode).toBe(5)
    expect(json).toMatchObject({
      endpoints: [{ ok: false, error: 'ECONNREFUSED, through the proxy http://127.0.0.1:1' }],
    })
    expect(stdout).not.toContain('hidden')
  })

  it('a name of no proxy is a usage error', async () => {
    const HTTPS_PROXY = 'socks5://me:hidden@127.0.0.1:1080'
    const { exitCode, stdout, json } = await ping('https://node.test', { HTTPS_PROXY })
    expect(exitCode).toBe(2)
    expect(json).toMatchObject({ error: { code: 'PROXY_URL_INVALID' } })
    expect(stdout).not.toContain('hidden')
  })
})
