import { BlockList, isIP } from 'node:net'
import { CapstanError } from '../capstan-error.ts'
import { printableUrl } from '../printable-url.ts'

type Environment = Readonly<Record<string, string | undefined>>

interface Host {
  /** Without the brackets of an IPv6 address. */
  readonly name: string
  readonly port: number
}

const LOOPBACK = new BlockList()
LOOPBACK.addSubnet('127.0.0.0', 8)
LOOPBACK.addAddress('::1', 'ipv6')

/**
 * The URL of the proxy that requests to `url` go through, by the rules that curl and Go share:
 * HTTPS_PROXY or HTTP_PROXY, but for what NO_PROXY names; the names may be in lower case, which
 * win. This machine never needs a proxy. undefined: none.
 *
 * (undici's own reading of NO_PROXY knows no networks such as 10.0.0.0/8.)
 * @throws PROXY_URL_INVALID
 */
export function proxyFor(url: string, environment: Environment): string | undefined {
  const { protocol, hostname, port } = new URL(url)
  const isSecure = protocol === 'https:'
  const host = {
    name: hostname.replace(/^\[|\]$/g, ''),
    port: Number(port) || (isSecure ? 443 : 80),
  }
  if (isLoopback(host.name)) return undefined
  const variable = isSecure ? 'HTTPS_PROXY' : 'HTTP_PROXY'
  const proxy = read(environment, variable)
  if (proxy === '') return undefined
  const exempt = read(environment, 'NO_PROXY')
    .toLowerCase()
    .split(/[\s,]+/)
  if (exempt.some((entry) => covers(entry, host))) return undefined
  return proxyUrl(variable, proxy)
}

function read(environment: Environment, variable: string): string {
  return (environment[variable.toLowerCase()] ?? environment[variable] ?? '').trim()
}

function proxyUrl(variable: string, proxy: string): string {
  const url = proxy.includes('://') ? proxy : `http://${proxy}`
  if (!/^https?:\/\//i.test(url) || !URL.canParse(url)) throw proxyUrlInvalid(variable, url)
  return url
}

function isLoopback(host: string): boolean {
  return host === 'localhost' || host.endsWith('.localhost') || contains(LOOPBACK, host)
}

/** Whether an entry of NO_PROXY means a host: `*`, a domain with all below it, an address, a network. */
function covers(entry: string, host: Host): boolean {
  if (entry === '*') return true
  // An IPv6 address without brackets is not this form, and has no port.
  const [, bracketed, plain, port] = /^(?:\[([^\]]+)\]|([^:]+))(?::(\d+))?$/.exec(entry) ?? []
  if (port !== undefined && Number(port) !== host.port) return false
  const named = bracketed ?? plain ?? entry
  const [address = '', bits] = named.split('/')
  if (isIP(address)) return contains(network(address, bits), host.name)
  const domain = named.replace(/^\*?\./, '')
  return domain !== '' && (host.name === domain || host.name.endsWith(`.${domain}`))
}

/** The addresses that share their first `bits` with one; without `bits` that one, and with senseless ones none. */
function network(address: string, bits: string | undefined): BlockList {
  const list = new BlockList()
  const [family, all] = isIP(address) === 6 ? (['ipv6', 128] as const) : (['ipv4', 32] as const)
  const length = bits === undefined ? all : /^\d+$/.test(bits) ? Number(bits) : all + 1
  if (length <= all) list.addSubnet(address, length, family)
  return list
}

function contains(list: BlockList, address: string): boolean {
  const version = isIP(address)
  return version !== 0 && list.check(address, version === 6 ? 'ipv6' : 'ipv4')
}

function proxyUrlInvalid(variable: string, url: string): CapstanError {
  return new CapstanError({
    code: 'PROXY_URL_INVALID',
    kind: 'usage',
    message: `${variable} is not the URL of an http or https proxy.`,
    details: { variable, url: printableUrl(url) },
    suggestions: [`export ${variable}=http://proxy.example:3128`],
  })
}
