import { expect, it } from 'vitest'
import { printableUrl } from '../../../src/primitives/printable-url.ts'

it.each([
  ['http://127.0.0.1:8545', 'http://127.0.0.1:8545'],
  ['https://bsc.example.org/', 'https://bsc.example.org'],
  [
    'https://eth.example.org/v3/0123456789abcdef0123456789abcdef',
    'https://eth.example.org/v3/[redacted]',
  ],
  ['https://user:secret@eth.example.org/rpc?apikey=secret', 'https://eth.example.org/rpc'],
  ['secret-that-is-no-url', '(not a URL)'],
])('%s is shown as %s', (url, shown) => {
  expect(printableUrl(url)).toBe(shown)
})
