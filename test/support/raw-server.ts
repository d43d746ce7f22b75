import { once } from 'node:events'
import { readFileSync } from 'node:fs'
import { type AddressInfo, createServer, type Server, type Socket } from 'node:net'
import { join } from 'node:path'
import { createServer as createTlsServer } from 'node:tls'
import { onTestFinished } from 'vitest'
import { projectRoot } from './capstan.ts'

export interface RawServer {
  /** `host:port`. */
  readonly host: string
  /** Connections so far. */
  readonly connections: number
  /** Those of them that are closed. */
  readonly closed: number
}

type Serve = (socket: Socket, question: Buffer) => unknown

/** A server of bytes: `serve` is handed what comes in, piece by piece. It ends with the test. */
export async function startRawServer(serve: Serve, { secure = false } = {}): Promise<RawServer> {
  const sockets = new Set<Socket>()
  const asked = { connections: 0 }
  const onSocket = (socket: Socket) => {
    asked.connections++
    sockets.add(socket)
    socket.on('close', () => sockets.delete(socket))
    socket.on('error', () => undefined)
    socket.on('data', (question: Buffer) => void serve(socket, question))
  }
  const server: Server = secure ? createTlsServer(CERTIFICATE, onSocket) : createServer(onSocket)
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  onTestFinished(() => {
    server.close()
    for (const socket of sockets) socket.destroy()
  })
  return {
    host: `127.0.0.1:${(server.address() as AddressInfo).port}`,
    get connections() {
      return asked.connections
    },
    get closed() {
      return asked.connections - sockets.size
    },
  }
}

/** Of `node.test` and 127.0.0.1, signed by itself. */
export const CERTIFICATE_PATH = join(projectRoot, 'test', 'fixtures', 'tls', 'certificate.pem')

const CERTIFICATE = {
  cert: readFileSync(CERTIFICATE_PATH),
  key: readFileSync(join(projectRoot, 'test', 'fixtures', 'tls', 'key.pem')),
}

/** An answer of HTTP with a length. */
export function sized(body: string, more = ''): string {
  const length = Buffer.byteLength(body)
  return `HTTP/1.1 200 OK\r\ncontent-type: application/json\r\n${more}content-length: ${length}\r\n\r\n${body}`
}
