import { inspect } from 'node:util'
import { describe, expect, it, onTestFinished } from 'vitest'
import { openHttpClient } from '../../src/primitives/http/open-http-client.ts'
import { startHttpProxy } from '../support/http-proxy.ts'
import { sized, startRawServer } from '../support/raw-server.ts'
import { targetAt } from './http-client.behavior.ts'

const ASK = { method: 'ask', timeoutMs: 2_000 }

function open(url: string, environment: Record<string, string>) {
  const client = openHttpClient(targetAt(url), environment)
  onTestFinished(() => client.close())
  return client
}

async function startServer({ secure = false } = {}) {
  const asked: string[] = []
  const server = await startRawServer(
    (socket, question) => {
      asked.push(question.toString())
      socket.write(sized('{"a":1}'))
    },
    { secure },
  )
  return { server, asked, host: server.host }
}

describe('through a proxy', () => {
  it('an http server is asked by the proxy itself, which finds it and keeps its connection', async () => {
    const { asked, host, server } = await startServer()
    const proxy = await startHttpProxy(host)
    const client = open('http://u:secret@node.test:8545/rpc?a=1', { HTTP_PROXY: proxy.url })
    for (let i = 0; i < 3; i++) {
      expect((await client.post('{}', ASK)).body.toString()).toBe('{"a":1}')
    }
    expect(proxy.asked).toEqual(Array(3).fill('POST http://node.test:8545/rpc?a=1'))
    expect(asked[0]).toMatch(/^POST \/rpc\?a=1 HTTP\/1\.1\r\n/)
    expect(asked[0]).toMatch(/^host: node\.test:8545\r$/im)
    expect(asked[0]).toMatch(/^authorization: Basic dTpzZWNyZXQ=\r$/im)
    expect(server.connections).toBeLessThanOrEqual(2)
  })

  it('an https server is reached by a tunnel, and its certificate is checked', async () => {
    const { asked, host } = await startServer({ secure: true })
    const proxy = await startHttpProxy(host)
    const client = open('https://node.test', { HTTPS_PROXY: proxy.url })
    await expect(client.post('{}', ASK)).rejects.toMatchObject({
      code: 'UNREACHABLE',
      details: { reason: 'DEPTH_ZERO_SELF_SIGNED_CERT', proxy: proxy.url },
    })
    expect(proxy.asked).toEqual(['CONNECT node.test:443'])
    expect(asked).toEqual([])
  })

  it.each([
    ['http', 'me:p%40ss', 'me:p@ss'],
    ['https', 'me:p%40ss', 'me:p@ss'],
    ['https', 'token', 'token:'],
  ])('the proxy of %s is told who asks: %s', async (scheme, inUrl, user) => {
    const { host } = await startServer({ secure: scheme === 'https' })
    const proxy = await startHttpProxy(host, { user })
    const named = proxy.url.replace('//', `//${inUrl}@`)
    const client = open(`${scheme}://node.test`, { HTTP_PROXY: named, HTTPS_PROXY: named })
    await client.post('{}', ASK).catch(() => undefined)
    expect(proxy.asked[0]).toContain(` Basic ${Buffer.from(user).toString('base64')}`)
  })

  it.each(['http', 'https'])('a proxy of %s that wants a password is no answer', async (scheme) => {
    const { host, asked } = await startServer({ secure: scheme === 'https' })
    const proxy = await startHttpProxy(host, { user: 'me:right' })
    const named = proxy.url.replace('//', '//me:wrong@')
    const client = open(`${scheme}://node.test`, { HTTP_PROXY: named, HTTPS_PROXY: named })
    const error = await client.post('{}', ASK).catch((thrown: unknown) => thrown)
    expect(error).toMatchObject({
      code: 'UNREACHABLE',
      details: { reason: expect.stringContaining('407'), proxy: proxy.url },
    })
    const shown = inspect(error, { depth: Number.POSITIVE_INFINITY })
    expect(shown).not.toMatch(/wrong|bWU6d3Jvbmc=/)
    expect(asked).toEqual([])
  })

  it('a proxy that refuses to connect is no answer', async () => {
    const proxy = await startHttpProxy('127.0.0.1:1', { status: 403 })
    const client = open('https://node.test', { HTTPS_PROXY: proxy.url })
    await expect(client.post('{}', ASK)).rejects.toMatchObject({
      code: 'UNREACHABLE',
      details: { reason: expect.stringContaining('403'), proxy: proxy.url },
    })
  })

  it.each(['http', 'https'])('nothing is sent where there is no proxy of %s', async (scheme) => {
    const environment = { HTTP_PROXY: '127.0.0.1:1', HTTPS_PROXY: 'http://me:hidden@127.0.0.1:1' }
    const error = await open(`${scheme}://node.test`, environment)
      .post('{}', ASK)
      .catch((thrown: unknown) => thrown)
    expect(error).toMatchObject({
      code: 'UNREACHABLE',
      details: { reason: 'ECONNREFUSED', proxy: 'http://127.0.0.1:1' },
    })
    expect(inspect(error, { depth: Number.POSITIVE_INFINITY })).not.toContain('hidden')
  })

  it.each(['http', 'https'])(
    'a proxy of %s that says nothing is not waited for',
    async (scheme) => {
      const proxy = await startHttpProxy('127.0.0.1:1', { status: 0 })
      const client = open(`${scheme}://node.test`, {
        HTTP_PROXY: proxy.url,
        HTTPS_PROXY: proxy.url,
      })
      const asked = Array.from({ length: 40 }, () => client.post('{}', { ...ASK, timeoutMs: 100 }))
      for (const one of await Promise.allSettled(asked)) {
        expect(one).toMatchObject({ status: 'rejected', reason: { code: 'TIMED_OUT' } })
      }
    },
  )

  it('this machine is asked directly', async () => {
    const { host, asked } = await startServer()
    const dead = { HTTP_PROXY: 'http://127.0.0.1:1', HTTPS_PROXY: 'http://127.0.0.1:1' }
    expect((await open(`http://${host}`, dead).post('{}', ASK)).status).toBe(200)
    expect(asked.length).toBe(1)
  })
})
