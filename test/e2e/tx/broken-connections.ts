import type { Fault } from '../../support/faulty-proxy.ts'

export type NamedFault = readonly [name: string, fault: Fault]

/** What breaks a request on its way. */
export const PASSING: readonly NamedFault[] = [
  ['connection dropped', { kind: 'drop' }],
  ['answer lost', { kind: 'loseAnswer' }],
  ['429, Retry-After', { kind: 'status', status: 429, retryAfter: '1' }],
  ['500', { kind: 'status', status: 500 }],
  ['JSON cut short', { kind: 'truncate' }],
  ['connection cut in the answer', { kind: 'cut' }],
  ['wrong id', { kind: 'wrongId' }],
  ['a list for one, one for a list', { kind: 'otherShape' }],
  ['HTML error page', { kind: 'body', body: '<html><h1>Bad Gateway</h1></html>' }],
  ['bytes of no encoding', { kind: 'body', body: new Uint8Array([31, 139, 8, 0, 255, 254]) }],
]
/** What may break every request from some moment on. */
export const LASTING: readonly NamedFault[] = [
  ...PASSING,
  ['429, Retry-After an hour', { kind: 'status', status: 429, retryAfter: '3600' }],
]
