import { once } from 'node:events'
import { type AddressInfo, createServer, type Socket } from 'node:net'
import { describe, expect, it, onTestFinished } from 'vitest'
import { CapstanError } from '../../src/primitives/capstan-error.ts'
import { HttpPoster } from '../../src/primitives/http-post.ts'
import { PlainHttpPoster } from '../../src/primitives/plain-http.ts'

function failure(code: string) {
  return () => new CapstanError({ code, kind: 'network', message: code })
}

const FAILURES = {
  unreachable: failure('UNREACHABLE'),
  timedOut: failure('TIMED_OUT'),
  badResponse: failure('BAD_RESPONSE'),
}
const OPTIONS = { method: 'ask', path: '/ask', timeoutMs: 2000 }

/** A server that has one answer, sent in pieces that end where `cuts` say. */
async function answering(answer: string, { cuts = [] as number[], ends = false } = {}) {
  const asked: string[] = []
  let connections = 0
  const server = createServer((socket: Socket) => {
    connections++
    socket.setNoDelay(true).on('error', () => undefined)
    socket.on('data', async (question) => {
      asked.push(question.toString())
      let from = 0
      for (const to of [...cuts, answer.length]) {
        socket.write(answer.slice(from, to), 'latin1')
        from = to
        // Each piece arrives by itself.
        await new Promise(setImmediate)
      }
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

function chunked(...chunks: string[]): string {
  const parts = chunks.map((chunk) => `${chunk.length.toString(16)}\r\n${chunk}\r\n`)
  return `HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n${parts.join('')}0\r\n\r\n`
}

const PLAIN: readonly [title: string, answer: string][] = [
  ['of a length', sized('{"status":"success"}')],
  ['in chunks', chunked('{"a":"0\r\n\r\n', '",', '"b":1}')],
  ['of nothing', sized('', 'retry-after: 3\r\n')],
  ['of no chunks', chunked()],
]

describe('a plain answer', () => {
  it.each(PLAIN)('%s is what node:http reads, wherever it is cut', async (_, answer) => {
    const whole = await answering(answer)
    const expected = await new HttpPoster(whole.url, FAILURES).post('{}', OPTIONS)
    for (let cut = 1; cut < answer.length; cut++) {
      const server = await answering(answer, { cuts: [cut] })
      const got = await new PlainHttpPoster(server.url, FAILURES).post('{}', OPTIONS)
      expect({ ...got, body: got.body.toString() }, `cut at ${cut}`).toEqual({
        ...expected,
        body: expected.body.toString(),
      })
    }
  })

  it('leaves the connection to the next question, and names the user', async () => {
    const server = await answering(sized('{}'))
    const poster = new PlainHttpPoster(server.url, FAILURES)
    for (let i = 0; i < 3; i++) await poster.post('{"n":1}', OPTIONS)
    expect(server.connections()).toBe(1)
    expect(server.asked[2]).toMatch(/^POST \/ask HTTP\/1\.1\r\nhost: 127\.0\.0\.1:\d+\r\n/)
    const basic = Buffer.from('user:p:w').toString('base64')
    expect(server.asked[2]).toContain(`authorization: Basic ${basic}\r\n`)
    expect(server.asked[2]).toMatch(/content-length: 7\r\n\r\n\{"n":1\}$/)
  })

  it('that says so is the last of its connection', async () => {
    const server = await answering(sized('{}', 'Connection: close\r\n'), { ends: true })
    const poster = new PlainHttpPoster(server.url, FAILURES)
    for (let i = 0; i < 3; i++) await poster.post('{}', OPTIONS)
    expect(server.connections()).toBe(3)
  })
})

describe('an answer that is not plain', () => {
  it.each([
    ['ends with its connection', 'HTTP/1.0 200 OK\r\n\r\n{}', true],
    ['follows another', `HTTP/1.1 100 Continue\r\n\r\n${sized('{}')}`, false],
    [
      'has trailers',
      'HTTP/1.1 200 OK\r\ntrailer: a\r\ntransfer-encoding: chunked\r\n\r\n2\r\n{}\r\n0\r\na: b\r\n\r\n',
      false,
    ],
    [
      'has more to say of its chunks',
      'HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n2;a=b\r\n{}\r\n0\r\n\r\n',
      false,
    ],
  ])('that %s is read by node:http', async (_, answer, ends) => {
    const { url } = await answering(answer, { ends })
    const poster = new PlainHttpPoster(url, FAILURES)
    for (let i = 0; i < 2; i++) {
      const { status, body } = await poster.post('{}', OPTIONS)
      expect([status, body.toString()]).toEqual([200, '{}'])
    }
  })

  it.each([
    ['has two lengths', sized('{}', 'content-length: 3\r\n'), 'UNREACHABLE'],
    [
      'has a length and chunks',
      chunked('{}').replace('\r\n', '\r\ncontent-length: 2\r\n'),
      'UNREACHABLE',
    ],
    ['is no HTTP', 'SSH-2.0-OpenSSH_9.2\r\n\r\n', 'UNREACHABLE'],
    ['never ends', sized('{}').slice(0, -1), 'TIMED_OUT'],
    ['is never there', '', 'TIMED_OUT'],
  ])('that %s is none', async (_, answer, code) => {
    const { url } = await answering(answer)
    const poster = new PlainHttpPoster(url, FAILURES)
    const asked = poster.post('{}', { ...OPTIONS, timeoutMs: 200 })
    await expect(asked).rejects.toMatchObject({ code })
  })

  it('or no connection, is an error that names what was asked', async () => {
    const poster = new PlainHttpPoster('http://127.0.0.1:1', FAILURES)
    await expect(poster.post('{}', OPTIONS)).rejects.toMatchObject({ code: 'UNREACHABLE' })
    const server = await answering('', { ends: true })
    const cut = new PlainHttpPoster(server.url, FAILURES)
    await expect(cut.post('{}', OPTIONS)).rejects.toMatchObject({ code: 'UNREACHABLE' })
  })
})
