import { once } from 'node:events'
import { type AddressInfo, createServer, type Socket } from 'node:net'
import { describe, expect, it, onTestFinished } from 'vitest'
import { CapstanError } from '../../src/primitives/capstan-error.ts'
import { HttpPool } from '../../src/primitives/http-pool.ts'
import { HttpPoster } from '../../src/primitives/http-post.ts'

function failure(code: string) {
  return () => new CapstanError({ code, kind: 'network', message: code })
}

const FAILURES = {
  unreachable: failure('UNREACHABLE'),
  timedOut: failure('TIMED_OUT'),
  badResponse: failure('BAD_RESPONSE'),
}
const OPTIONS = { method: 'ask', path: '/ask', timeoutMs: 2000 }

/** A server that has one answer, whatever it is asked. */
async function answering(answer: string, { ends = false } = {}) {
  const asked: string[] = []
  let connections = 0
  const server = createServer((socket: Socket) => {
    connections++
    socket.on('error', () => undefined)
    socket.on('data', (question) => {
      asked.push(question.toString())
      socket.write(answer, 'latin1')
      if (ends) socket.end()
    })
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  onTestFinished(() => void server.close())
  const url = `http://user:p%3Aw@127.0.0.1:${(server.address() as AddressInfo).port}`
  return { url, asked, connections: () => connections }
}

function sized(body: string, more = ''): string {
  return `HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n${more}Content-Length: ${body.length}\r\n\r\n${body}`
}

const CHUNKED =
  'HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n3;a=b\r\n{"a\r\n4\r\n":1}\r\n0\r\n\r\n'

// Two that a client of a ledger can use alike; what they have in common is their contract.
describe.each([
  ['HttpPoster', HttpPoster],
  ['HttpPool', HttpPool],
])('%s', (_, Poster) => {
  it.each([
    ['of a length', sized('{"a":1}'), { body: '{"a":1}' }],
    ['in chunks', CHUNKED, { body: '{"a":1}' }],
    ['of nothing, with advice', sized('', 'retry-after: 3\r\n'), { body: '', retryAfter: '3' }],
    ['of failure', 'HTTP/1.1 500 No\r\ncontent-length: 2\r\n\r\n{}', { status: 500, body: '{}' }],
  ])('gives an answer %s as it is', async (_, answer, expected) => {
    const { url } = await answering(answer)
    const { status, retryAfter, body } = await new Poster(url, FAILURES).post('{}', OPTIONS)
    expect({ status, retryAfter, body: body.toString() }).toEqual({
      ...{ status: 200, retryAfter: undefined },
      ...expected,
    })
  })

  it('follows no redirection', async () => {
    const moved = 'HTTP/1.1 301 Moved\r\nlocation: /error\r\ncontent-length: 0\r\n\r\n'
    const server = await answering(moved)
    const { status } = await new Poster(server.url, FAILURES).post('{}', OPTIONS)
    expect([status, server.asked.length]).toEqual([301, 1])
  })

  it('asks again on the same connection, and names the user', async () => {
    const server = await answering(sized('{}'))
    const poster = new Poster(server.url, FAILURES)
    for (let i = 0; i < 5; i++) await poster.post('{"n":1}', OPTIONS)
    expect(server.connections()).toBeLessThan(5)
    const question = server.asked[4] as string
    expect(question).toMatch(/^POST \/ask HTTP\/1\.1\r\n/)
    const basic = Buffer.from('user:p:w').toString('base64')
    expect(question.toLowerCase()).toContain(`authorization: basic ${basic}\r\n`.toLowerCase())
    expect(question).toMatch(/\r\n\r\n\{"n":1\}$/)
  })

  it.each([
    ['has two lengths', sized('{}', 'content-length: 3\r\n'), 'UNREACHABLE'],
    ['is no HTTP', 'SSH-2.0-OpenSSH_9.2\r\n\r\n', 'UNREACHABLE'],
    ['never ends', sized('{}').slice(0, -1), 'TIMED_OUT'],
    ['is never there', '', 'TIMED_OUT'],
  ])('takes an answer that %s for none', async (_, answer, code) => {
    const { url } = await answering(answer)
    const asked = new Poster(url, FAILURES).post('{}', { ...OPTIONS, timeoutMs: 200 })
    await expect(asked).rejects.toMatchObject({ code })
  })

  it('cannot be kept waiting by many answers that never come', async () => {
    const { url } = await answering('')
    const poster = new Poster(url, FAILURES)
    const asked = Array.from({ length: 40 }, () =>
      poster.post('{}', { ...OPTIONS, timeoutMs: 100 }),
    )
    for (const one of await Promise.allSettled(asked)) {
      expect(one).toMatchObject({ status: 'rejected', reason: { code: 'TIMED_OUT' } })
    }
  })

  it('says when there is no connection, or it breaks', async () => {
    const nowhere = new Poster('http://127.0.0.1:1', FAILURES).post('{}', OPTIONS)
    await expect(nowhere).rejects.toMatchObject({ code: 'UNREACHABLE' })
    const { url } = await answering(sized('{}').slice(0, -1), { ends: true })
    const cut = new Poster(url, FAILURES).post('{}', OPTIONS)
    await expect(cut).rejects.toMatchObject({ code: 'UNREACHABLE' })
  })
})

it('HttpPool holds no answer of which there is no end', async () => {
  const { url } = await answering(`HTTP/1.1 200 OK\r\n\r\n${' '.repeat(65 * 1024 * 1024)}`)
  await expect(new HttpPool(url, FAILURES).post('{}', OPTIONS)).rejects.toMatchObject({
    code: 'BAD_RESPONSE',
  })
})
