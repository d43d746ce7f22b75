import { randomBytes } from 'node:crypto'
import type { Socket } from 'node:net'
import { setTimeout as sleep } from 'node:timers/promises'
import { inspect } from 'node:util'
import { describe, expect, it, onTestFinished, vi } from 'vitest'
import { CapstanError } from '../../src/primitives/capstan-error.ts'
import type {
  ConnectionFailure,
  HttpClient,
  HttpTarget,
} from '../../src/primitives/http/http-client.ts'
import { type RawServer, sized, startRawServer } from '../support/raw-server.ts'

const ASK = { method: 'ask', timeoutMs: 2_000 }
const MAX_BYTES = 4 * 1024 * 1024

const CHUNKED =
  'HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n3;a=b\r\n{"a\r\n4\r\n":1}\r\n0\r\n\r\n'

/** A target at the server, whose failures are told apart by their codes. */
export function targetAt(url: string): HttpTarget {
  const failure = (code: string, details = {}, cause?: unknown) =>
    new CapstanError({ code, kind: 'network', message: code, details, cause })
  return {
    url,
    maxAnswerBytes: MAX_BYTES,
    failures: {
      unreachable: (_url, _method, { reason, proxy, cause }: ConnectionFailure) =>
        failure('UNREACHABLE', { reason, proxy: proxy ?? null }, cause),
      timedOut: () => failure('TIMED_OUT'),
      badResponse: (_url, _method, reason) => failure('BAD_RESPONSE', { reason }),
    },
  }
}

/** What every client does that a ledger's client may be built on. */
export function describeHttpClient(name: string, make: (target: HttpTarget) => HttpClient): void {
  function open(url: string): HttpClient {
    const client = make(targetAt(url))
    onTestFinished(() => client.close())
    return client
  }

  /** A client of a server that has one answer, whatever it is asked; `asked` is what it was. */
  async function answering(answer: string, ends = false) {
    const asked: string[] = []
    const server = await startRawServer((socket, question) => {
      asked.push(question.toString())
      socket.write(answer, 'latin1')
      if (ends) socket.end()
    })
    return { server, asked, client: open(`http://${server.host}`) }
  }

  describe(`${name}: a question`, () => {
    it('is posted to the path of the URL, or to another', async () => {
      const { server, asked } = await answering(sized('{}'))
      const client = open(`http://${server.host}/rpc?key=1`)
      await client.post('{}', ASK)
      await client.post('{}', { ...ASK, path: '/get-block' })
      expect(asked.map((text) => text.split('\r\n')[0])).toEqual([
        'POST /rpc?key=1 HTTP/1.1',
        'POST /get-block HTTP/1.1',
      ])
    })

    it('says what it is, and asks for nothing compressed', async () => {
      const { server, asked, client } = await answering(sized('{}'))
      await client.post('{"é":1}', ASK)
      const [head = '', body] = (asked[0] ?? '').split('\r\n\r\n')
      const lines = head.toLowerCase().split('\r\n')
      expect(lines).toContain(`host: ${server.host}`)
      expect(lines).toContain('content-type: application/json')
      expect(lines).toContain('accept: application/json')
      expect(lines).toContain('content-length: 8')
      expect(head).not.toMatch(/accept-encoding|authorization/i)
      expect(body).toBe('{"é":1}')
    })

    it.each([
      ['user:p%3Aw', 'user:p:w'],
      ['user', 'user:'],
      ['100%:%zz', '100%:%zz'],
    ])('names the user of the URL: %s', async (inUrl, user) => {
      const { server, asked } = await answering(sized('{}'))
      await open(`http://${inUrl}@${server.host}`).post('{}', ASK)
      expect(asked[0]).toMatch(/^authorization: Basic (\S+)\r$/im)
      const [, basic = ''] = /^authorization: Basic (\S+)\r$/im.exec(asked[0] ?? '') ?? []
      expect(Buffer.from(basic, 'base64').toString()).toBe(user)
      expect(asked[0]).not.toContain('@')
    })

    it('may be large', async () => {
      let bytes = 0
      const body = JSON.stringify('x'.repeat(3_000_000))
      const server = await startRawServer((socket, piece) => {
        bytes += piece.length
        if (piece.at(-1) === 0x22) socket.write(sized('{}'))
      })
      await open(`http://${server.host}`).post(body, ASK)
      expect(bytes).toBeGreaterThan(3_000_000)
    })
  })

  describe(`${name}: an answer`, () => {
    it.each([
      ['of a length', sized('{"a":1}'), { body: '{"a":1}' }],
      ['in chunks', CHUNKED, { body: '{"a":1}' }],
      ['of nothing, with advice', sized('', 'retry-after: 3\r\n'), { body: '', retryAfter: '3' }],
      ['of failure', 'HTTP/1.1 500 No\r\ncontent-length: 2\r\n\r\n{}', { status: 500, body: '{}' }],
      [
        'after a hint',
        `HTTP/1.1 103 Early Hints\r\nlink: </a>\r\n\r\n${sized('{}')}`,
        { body: '{}' },
      ],
    ])('%s comes as it is', async (_, answer, expected) => {
      const { client } = await answering(answer)
      const { status, retryAfter, body } = await client.post('{}', ASK)
      expect({ status, retryAfter, body: body.toString() }).toEqual({
        ...{ status: 200, retryAfter: undefined },
        ...expected,
      })
    })

    it('that ends with the connection comes as it is', async () => {
      const { client } = await answering('HTTP/1.1 200 OK\r\n\r\n{"a":1}', true)
      expect((await client.post('{}', ASK)).body.toString()).toBe('{"a":1}')
    })

    it('is the bytes that were sent, however many pieces they come in', async () => {
      const bytes = randomBytes(MAX_BYTES)
      const { client } = await answering(
        sized('').replace(/content-length: 0/, `content-length: ${MAX_BYTES}`) +
          bytes.toString('latin1'),
      )
      expect((await client.post('{}', ASK)).body.equals(bytes)).toBe(true)
    })

    it('that redirects is not followed', async () => {
      const { asked, client } = await answering(
        'HTTP/1.1 301 Moved\r\nlocation: /error\r\ncontent-length: 0\r\n\r\n',
      )
      expect((await client.post('{}', ASK)).status).toBe(301)
      expect(asked.length).toBe(1)
    })

    it.each([
      ['has two lengths', sized('{}', 'content-length: 3\r\n'), 'UNREACHABLE'],
      [
        'has a length that is no number',
        'HTTP/1.1 200 OK\r\ncontent-length: 2x\r\n\r\n{}',
        'UNREACHABLE',
      ],
      ['has a chunk of no size', CHUNKED.replace('3;', 'z;'), 'UNREACHABLE'],
      ['has a head without end', sized('', `a: ${'b'.repeat(100_000)}\r\n`), 'UNREACHABLE'],
      ['is no HTTP', 'SSH-2.0-OpenSSH_9.2\r\n\r\n', 'UNREACHABLE'],
      ['never ends', sized('{}').slice(0, -1), 'TIMED_OUT'],
      ['is never there', '', 'TIMED_OUT'],
    ])('that %s is none', async (_, answer, code) => {
      const { client } = await answering(answer)
      const asked = client.post('{}', { ...ASK, timeoutMs: 300 })
      await expect(asked).rejects.toMatchObject({ code })
    })

    it.each([
      ['amid its head', 'HTTP/1.1 200 OK\r\ncontent-le'],
      ['amid its body', sized('{}').slice(0, -1)],
      ['amid its chunks', CHUNKED.slice(0, -5)],
      ['before it begins', ''],
    ])('that is cut off %s is none', async (_, answer) => {
      const { client } = await answering(answer, true)
      await expect(client.post('{}', ASK)).rejects.toMatchObject({ code: 'UNREACHABLE' })
    })

    it('in drops is given no more time than others', async () => {
      const server = await startRawServer(async (socket) => {
        socket.write('HTTP/1.1 200 OK\r\n\r\n')
        while (!socket.destroyed) {
          socket.write(' ')
          await sleep(20)
        }
      })
      const asked = open(`http://${server.host}`).post('{}', { ...ASK, timeoutMs: 200 })
      await expect(asked).rejects.toMatchObject({ code: 'TIMED_OUT' })
      await vi.waitFor(() => expect(server.closed).toBe(1))
    })

    it.each([
      ['says its length', `HTTP/1.1 200 OK\r\ncontent-length: ${MAX_BYTES + 1}\r\n\r\n`],
      ['does not', 'HTTP/1.1 200 OK\r\n\r\n'],
    ])('that is too large is cut off, whether it %s', async (_, head) => {
      const { server, client } = await answering(head + ' '.repeat(MAX_BYTES + 1))
      await expect(client.post('{}', ASK)).rejects.toMatchObject({ code: 'BAD_RESPONSE' })
      await vi.waitFor(() => expect(server.closed).toBe(1))
    })
  })

  describe(`${name}: connections`, () => {
    it('serve one question after another', async () => {
      const { server, client } = await answering(sized('{}'))
      for (let i = 0; i < 9; i++) await client.post('{}', ASK)
      // undici asks a second time before it has seen that the first connection is free.
      expect(server.connections).toBeLessThanOrEqual(2)
    })

    it('that the server ends in between are made anew', async () => {
      const { server, client } = await answering(sized('{}'), true)
      for (let n = 1; n <= 3; n++) {
        expect((await client.post('{}', ASK)).status).toBe(200)
        await vi.waitFor(() => expect(server.closed).toBe(n))
      }
    })

    it.each([
      ['at once', 0],
      ['later', 20],
    ])('carry no answer over to the next question that the server sends %s', async (_, ms) => {
      let n = 0
      const server = await startRawServer(async (socket) => {
        const stray = sized('nobody asked')
        if (ms === 0) return socket.write(sized(`${++n}`) + stray)
        socket.write(sized(`${++n}`))
        await sleep(ms)
        socket.write(stray)
      })
      const client = open(`http://${server.host}`)
      expect((await client.post('{}', ASK)).body.toString()).toBe('1')
      await sleep(2 * ms)
      const next = await client.post('{}', ASK).then(
        ({ body }) => body.toString(),
        ({ code }: CapstanError) => code,
      )
      expect(next).toBe('2')
    })

    it('are a few, and all that is asked at once is answered', async () => {
      const server = await startRawServer(async (socket, question) => {
        await sleep(10)
        socket.write(sized(question.toString().split('\r\n\r\n')[1] ?? ''))
      })
      const client = open(`http://${server.host}`)
      const bodies = Array.from({ length: 100 }, (_, n) => `${n}`)
      const answers = await Promise.all(bodies.map((body) => client.post(body, ASK)))
      expect(answers.map(({ body }) => body.toString())).toEqual(bodies)
      expect(server.connections).toBeLessThanOrEqual(32)
    })

    it('cannot be kept waiting by many answers that never come', async () => {
      const { client } = await answering('')
      const asked = Array.from({ length: 40 }, () => client.post('{}', { ...ASK, timeoutMs: 100 }))
      for (const one of await Promise.allSettled(asked)) {
        expect(one).toMatchObject({ status: 'rejected', reason: { code: 'TIMED_OUT' } })
      }
    })

    it('are cut off when the client is closed, with what waits for one', async () => {
      const { server, client } = await answering('')
      const asked = Array.from({ length: 40 }, () => client.post('{}', ASK))
      const ends = Promise.allSettled(asked)
      await vi.waitFor(() => expect(server.connections).toBe(32))
      client.close()
      for (const one of await ends) {
        expect(one).toMatchObject({ status: 'rejected', reason: { code: 'UNREACHABLE' } })
      }
      await vi.waitFor(() => expect(server.closed).toBe(32))
    })

    it.each([
      ['nobody listens', 'http://127.0.0.1:1', 'ECONNREFUSED'],
      ['there is no such host', 'http://nowhere.invalid', 'ENOTFOUND|EAI_AGAIN'],
    ])('that cannot be made are said so, where %s', async (_, url, reason) => {
      await expect(open(url).post('{}', ASK)).rejects.toMatchObject({
        code: 'UNREACHABLE',
        details: { reason: expect.stringMatching(`^(?:${reason})$`) },
      })
    })

    it('are not made to a server whose certificate nobody vouches for', async () => {
      const asked: string[] = []
      const serve = (socket: Socket, question: Buffer) => {
        asked.push(question.toString())
        socket.write(sized('{}'))
      }
      const { host } = await startRawServer(serve, { secure: true })
      await expect(open(`https://${host}`).post('{}', ASK)).rejects.toMatchObject({
        code: 'UNREACHABLE',
        details: { reason: 'DEPTH_ZERO_SELF_SIGNED_CERT' },
      })
      expect(asked).toEqual([])
    })
  })

  describe(`${name}: a failure`, () => {
    it.each<[title: string, failing: (server: RawServer) => string]>([
      ['of a connection', () => '127.0.0.1:1'],
      ['of an answer', ({ host }) => host],
    ])('%s names no password', async (_, failing) => {
      const { server } = await answering('SSH-2.0-OpenSSH_9.2\r\n\r\n')
      const client = open(`http://somebody:hunter2%21@${failing(server)}/?key=hunter2!`)
      const error = await client.post('{}', ASK).catch((thrown: unknown) => thrown)
      expect(error).toMatchObject({ code: 'UNREACHABLE' })
      const basic = Buffer.from('somebody:hunter2!').toString('base64')
      const shown = inspect(error, { depth: Number.POSITIVE_INFINITY, showHidden: true })
      expect(shown).not.toMatch(/hunter2/)
      expect(shown).not.toContain(basic)
    })
  })
}
