import { describe, expect, it } from 'vitest'
import { proxyFor } from '../../../src/primitives/http/proxy-for.ts'

const PROXIES = { HTTP_PROXY: 'http://plain:3128', HTTPS_PROXY: 'http://secure:3128' }

describe('the proxy for a URL', () => {
  it('is the one of its scheme', () => {
    expect(proxyFor('http://node.test:8545', PROXIES)).toBe('http://plain:3128')
    expect(proxyFor('https://node.test', PROXIES)).toBe('http://secure:3128')
    expect(proxyFor('https://node.test', { HTTP_PROXY: 'http://plain:3128' })).toBeUndefined()
    expect(proxyFor('https://node.test', {})).toBeUndefined()
  })

  it('may be named in lower case, which wins, and be switched off by an empty name', () => {
    expect(proxyFor('http://node.test', { ...PROXIES, http_proxy: 'http://low:1' })).toBe(
      'http://low:1',
    )
    expect(proxyFor('http://node.test', { ...PROXIES, http_proxy: '' })).toBeUndefined()
    expect(proxyFor('http://node.test', { ...PROXIES, NO_PROXY: '*', no_proxy: '' })).toBe(
      PROXIES.HTTP_PROXY,
    )
  })

  it('is spoken to over http where no scheme is named', () => {
    expect(proxyFor('https://node.test', { HTTPS_PROXY: 'proxy:3128' })).toBe('http://proxy:3128')
    expect(proxyFor('https://node.test', { HTTPS_PROXY: 'https://p' })).toBe('https://p')
  })

  it.each([
    'http://localhost:8545',
    'http://bytomd.localhost',
    'http://127.0.0.1:9888',
    'http://127.1',
    'http://127.255.255.254',
    'http://[::1]:8545',
    'http://[::ffff:127.0.0.1]',
  ])('is none for this machine: %s', (url) => {
    expect(proxyFor(url, PROXIES)).toBeUndefined()
  })

  it.each([
    ['*', 'http://node.test'],
    ['node.test', 'http://node.test:8545'],
    ['node.test', 'http://NODE.test'],
    ['Node.Test', 'http://node.test'],
    ['node.test', 'http://a.b.node.test'],
    ['.node.test', 'http://a.node.test'],
    ['*.node.test', 'http://a.node.test'],
    ['.node.test', 'http://node.test'],
    ['node.test:8545', 'http://node.test:8545'],
    ['node.test:80', 'http://node.test'],
    ['node.test:443', 'https://node.test'],
    ['other.test, node.test', 'http://node.test'],
    ['other.test node.test', 'http://node.test'],
    ['10.1.2.3', 'http://10.1.2.3:8545'],
    ['10.1.2.3:8545', 'http://10.1.2.3:8545'],
    ['10.0.0.0/8', 'http://10.1.2.3:8545'],
    ['10.1.2.3/32', 'http://10.1.2.3'],
    ['0.0.0.0/0', 'http://10.1.2.3'],
    ['fd00::/8', 'http://[fd12::1]:8545'],
    ['fd12::1', 'http://[fd12::1]:8545'],
    ['[fd12::1]', 'http://[fd12::1]:8545'],
    ['[fd12::1]:8545', 'http://[fd12::1]:8545'],
  ])('is none where NO_PROXY is %s: %s', (NO_PROXY, url) => {
    expect(proxyFor(url, { ...PROXIES, NO_PROXY })).toBeUndefined()
  })

  it.each([
    ['', 'http://node.test'],
    [' , ', 'http://node.test'],
    ['.', 'http://node.test'],
    ['test.', 'http://node.test'],
    ['ode.test', 'http://node.test'],
    ['a.node.test', 'http://node.test'],
    ['node.test:8546', 'http://node.test:8545'],
    ['node.test:80', 'https://node.test'],
    ['10.1.2.4', 'http://10.1.2.3'],
    ['10.1.2', 'http://10.1.2.3'],
    ['10.0.0.0/16', 'http://10.1.2.3'],
    ['10.0.0.0/33', 'http://10.1.2.3'],
    ['10.0.0.0/', 'http://10.1.2.3'],
    ['10.0.0.0/x', 'http://10.1.2.3'],
    ['10.0.0.0/8', 'http://node.test'],
    ['fd00::/8', 'http://[fe12::1]'],
    ['[fd12::1]:8546', 'http://[fd12::1]:8545'],
  ])('stays where NO_PROXY is %s: %s', (NO_PROXY, url) => {
    expect(proxyFor(url, { ...PROXIES, NO_PROXY })).toBe(
      url.startsWith('https') ? PROXIES.HTTPS_PROXY : PROXIES.HTTP_PROXY,
    )
  })

  it.each(['socks5://me:hidden@proxy:1080', 'http://me:hidden@', 'http://me:hidden@proxy:70000'])(
    'cannot be %s, whose password is not shown',
    (HTTPS_PROXY) => {
      const wrong = () => proxyFor('https://node.test', { HTTPS_PROXY })
      expect(wrong).toThrow(expect.objectContaining({ code: 'PROXY_URL_INVALID', exitCode: 2 }))
      expect(wrong).not.toThrow(/hidden/)
      expect(proxyFor('http://node.test', { HTTPS_PROXY })).toBeUndefined()
    },
  )
})
