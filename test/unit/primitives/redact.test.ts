import { expect, it } from 'vitest'
import { redact } from '../../../src/primitives/redact.ts'

it('a secret is taken out wherever it stands', () => {
  expect(redact('a hunter22 b hunter22', ['hunter22'])).toBe('a [redacted] b [redacted]')
})

it('credentials and long keys in URLs are taken out, hosts stay', () => {
  expect(redact('https://user:pass@node.example/path')).toBe('https://[redacted]@node.example/path')
  expect(redact('https://node.example/v3/0123456789abcdef0123456789abcdef')).toBe(
    'https://node.example/v3/[redacted]',
  )
  expect(redact('mysql://root:s3cret@db:4000/capstan')).toBe('mysql://[redacted]@db:4000/capstan')
  expect(redact('https://node.example/?apikey=0123456789abcdef0123')).toBe(
    'https://node.example/?apikey=[redacted]',
  )
  expect(redact('at https://node.example/v2?apikey=short&token=x, then')).toBe(
    'at https://node.example/v2?apikey=[redacted]&token=[redacted], then',
  )
})

it('addresses and hashes outside URLs are left alone', () => {
  const text = 'sent 0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAed'
  expect(redact(text)).toBe(text)
})
