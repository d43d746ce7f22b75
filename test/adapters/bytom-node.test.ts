import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { describe, expect, it, onTestFinished, vi } from 'vitest'
import { BytomNode } from '../../src/bytomd/node.ts'
import { BytomChain } from '../support/bytom-chain.ts'
import { startBytomNode } from '../support/bytom-node.ts'
import { startHttpProxy } from '../support/http-proxy.ts'
import { hastyClock } from '../support/snapshot.ts'

const TOKEN = 'capstan:0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef'

/** A node that gives this answer to everything (reference: Bytom, 1.1 to 1.3). */
async function answering(status: number, body: string): Promise<BytomNode> {
  const server = createServer((_, response) => {
    response.writeHead(status, status === 301 ? { location: '/error' } : {}).end(body)
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  onTestFinished(() => {
    server.close()
    server.closeAllConnections()
  })
  const { port } = server.address() as AddressInfo
  return new BytomNode(`http://127.0.0.1:${port}`, { clock: hastyClock })
}

describe('a bytomd', () => {
  const { blocks } = new BytomChain()

  it('says its height, and gives blocks as they are', async () => {
    const { url } = await startBytomNode(blocks)
    const node = new BytomNode(url)
    expect(await node.height()).toBe(0)
    expect((await node.block(0))?.toString()).toBe(blocks[0])
    expect(await node.block(1)).toBeUndefined()
  })

  it('may lie below a path', async () => {
    const { url } = await startBytomNode(blocks)
    await expect(new BytomNode(`${url}/bytom/`).height()).rejects.toMatchObject({
      code: 'BYTOM_METHOD_MISSING',
      details: { method: 'get-block-count' },
    })
  })

  it('that wants a token is given it, and nobody is shown it', async () => {
    const { url } = await startBytomNode(blocks, { accessToken: TOKEN })
    expect(await new BytomNode(url, { accessToken: TOKEN }).height()).toBe(0)
    const withUser = url.replace('//', `//${TOKEN}@`)
    expect(await new BytomNode(withUser).height()).toBe(0)
    for (const accessToken of [undefined, 'capstan:wrong']) {
      await expect(new BytomNode(url, { accessToken }).height()).rejects.toMatchObject({
        code: 'BYTOM_TOKEN_REFUSED',
        exitCode: 3,
      })
    }
    const away = new BytomNode('http://127.0.0.1:1', { accessToken: TOKEN, clock: hastyClock })
    const error = await away.height().catch((thrown: unknown) => thrown)
    expect(error).toMatchObject({ code: 'NETWORK_UNREACHABLE', exitCode: 5 })
    expect(JSON.stringify(error) + String(error) + away.name).not.toContain('0123456789abcdef')
  })

  it('may be reached through a proxy', async () => {
    const { url } = await startBytomNode(blocks, { accessToken: TOKEN })
    const proxy = await startHttpProxy(new URL(url).host)
    vi.stubEnv('HTTP_PROXY', proxy.url)
    onTestFinished(() => void vi.unstubAllEnvs())
    const node = new BytomNode('http://bytomd.test:9888', { accessToken: TOKEN })
    expect((await node.block(0))?.toString()).toBe(blocks[0])
    expect(proxy.asked).toEqual(['POST http://bytomd.test:9888/get-block'])
  })

  it.each(['capstan', ':secret', 'capstan:'])('has no token like "%s"', (accessToken) => {
    expect(() => new BytomNode('http://127.0.0.1', { accessToken })).toThrow(
      expect.objectContaining({ code: 'BYTOM_TOKEN_INVALID', exitCode: 2 }),
    )
  })

  it('that does not answer is not waited for without end', async () => {
    const { url } = await startBytomNode(blocks, { fault: () => ({ kind: 'delay', ms: 2_000 }) })
    const node = new BytomNode(url, { timeoutMs: 20, clock: hastyClock })
    await expect(node.block(0)).rejects.toMatchObject({ code: 'NETWORK_TIMEOUT', exitCode: 5 })
  })

  it.each<[title: string, status: number, body: string, code: string, exitCode: number]>([
    ['redirects to /error', 301, '', 'BYTOM_METHOD_MISSING', 3],
    ['turns it away', 401, '{"code":"BTM860","status":"fail"}', 'BYTOM_TOKEN_REFUSED', 3],
    [
      'cannot read the request',
      400,
      '{"code":"BTM002","msg":"Invalid request body","status":"fail","detail":"…","temporary":false}',
      'BYTOM_NODE_REFUSED',
      3,
    ],
    [
      'fails with HTTP 200',
      200,
      '{"status":"fail","code":"BTM700","msg":"m","error_detail":"d"}',
      'BYTOM_NODE_REFUSED',
      3,
    ],
    ['does not know the path', 500, '{"code":"BTM000"}', 'NETWORK_BAD_RESPONSE', 5],
    ['is a web page', 200, '<html>', 'NETWORK_BAD_RESPONSE', 5],
    ['says nothing', 200, '', 'NETWORK_BAD_RESPONSE', 5],
    ['succeeds without data', 200, '{"status":"success"}', 'NETWORK_BAD_RESPONSE', 5],
    [
      'succeeds with another answer',
      200,
      '{"status":"success","data":7}',
      'NETWORK_BAD_RESPONSE',
      5,
    ],
  ])('that %s', async (_, status, body, code, exitCode) => {
    const node = await answering(status, body)
    await expect(node.height()).rejects.toMatchObject({ code, exitCode })
  })
})
