// A real browser without a screen, driven over the pipe of its DevTools protocol.

import { type ChildProcess, spawn } from 'node:child_process'
import { accessSync, constants, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { delimiter, join } from 'node:path'
import type { Readable, Writable } from 'node:stream'

const NAMES = ['chromium-headless-shell', 'chromium', 'chromium-browser', 'google-chrome']

const program = findProgram()

/**
 * A machine without Chromium skips the tests that need it, visibly; CI, which installs it, fails
 * instead. `CAPSTAN_TEST_CHROMIUM` names one that is not in the PATH.
 */
export const chromiumMissing = program === undefined && process.env.CI !== 'true'

function findProgram(): string | undefined {
  const named = process.env.CAPSTAN_TEST_CHROMIUM
  if (named !== undefined) return named
  const folders = (process.env.PATH ?? '').split(delimiter)
  const candidates = NAMES.flatMap((name) => folders.map((folder) => join(folder, name)))
  return candidates.find((path) => {
    try {
      accessSync(path, constants.X_OK)
      return true
    } catch {
      return false
    }
  })
}

/** How a page is looked at. */
export interface Looking {
  /** CSS pixels. */
  readonly width: number
  readonly scheme: 'light' | 'dark'
  /** Shows what markup alone would do, were there no policy in the page. */
  readonly withoutPolicy?: boolean
  /** As on paper. */
  readonly print?: boolean
}

interface Message {
  readonly id?: number
  readonly method?: string
  readonly params?: Readonly<Record<string, unknown>>
  readonly result?: unknown
  readonly error?: { readonly message: string }
  readonly sessionId?: string
}

export class Chromium {
  readonly #process: ChildProcess
  readonly #profile: string
  readonly #commands: Writable
  readonly #pending = new Map<number, (message: Message) => void>()
  readonly #listeners = new Set<(message: Message) => void>()
  #next = 1

  private constructor(process: ChildProcess, profile: string) {
    this.#process = process
    this.#profile = profile
    this.#commands = process.stdio[3] as Writable
    let rest = ''
    const answers = process.stdio[4] as Readable
    answers.setEncoding('utf8').on('data', (chunk: string) => {
      const messages = (rest + chunk).split('\0')
      rest = messages.pop() as string
      for (const message of messages) this.#take(JSON.parse(message) as Message)
    })
  }

  static start(): Chromium {
    if (program === undefined) {
      throw new Error('There is no Chromium (Debian: apt-get install chromium-headless-shell).')
    }
    const profile = mkdtempSync(join(tmpdir(), 'capstan-chromium-'))
    const flags = ['--headless', '--remote-debugging-pipe', '--no-sandbox', '--disable-gpu']
    const child = spawn(program, [...flags, `--user-data-dir=${profile}`], {
      stdio: ['ignore', 'ignore', 'ignore', 'pipe', 'pipe'],
    })
    return new Chromium(child, profile)
  }

  /** Opens a page, waits until it is loaded, and listens to what it says and asks for. */
  async open(url: string, looking: Looking): Promise<OpenPage> {
    const { width, scheme, withoutPolicy = false, print = false } = looking
    const { targetId } = await this.#ask<{ targetId: string }>('Target.createTarget', {
      url: 'about:blank',
    })
    const { sessionId } = await this.#ask<{ sessionId: string }>('Target.attachToTarget', {
      targetId,
      flatten: true,
    })
    const ask = <T>(method: string, params: object = {}) => this.#ask<T>(method, params, sessionId)
    const page = new OpenPage(ask)
    this.#listeners.add((message) => {
      if (message.sessionId === sessionId) page.hear(message.method as string, message.params ?? {})
    })
    for (const domain of ['Page', 'Runtime', 'Log', 'Network']) await ask(`${domain}.enable`)
    await ask('Page.setBypassCSP', { enabled: withoutPolicy })
    const screen = { width, height: 900, deviceScaleFactor: 1, mobile: false }
    await ask('Emulation.setDeviceMetricsOverride', screen)
    const features = [{ name: 'prefers-color-scheme', value: scheme }]
    await ask('Emulation.setEmulatedMedia', { media: print ? 'print' : 'screen', features })
    await ask('Page.navigate', { url })
    await page.evaluate(LOADED)
    return page
  }

  async stop(): Promise<void> {
    const ended = new Promise((resolve) => this.#process.once('close', resolve))
    await this.#ask('Browser.close', {})
    await ended
    rmSync(this.#profile, { recursive: true, force: true, maxRetries: 5 })
  }

  #take(message: Message): void {
    if (message.id === undefined) {
      for (const listener of this.#listeners) listener(message)
      return
    }
    this.#pending.get(message.id)?.(message)
    this.#pending.delete(message.id)
  }

  #ask<T>(method: string, params: object, sessionId?: string): Promise<T> {
    const id = this.#next++
    return new Promise((resolve, reject) => {
      this.#pending.set(id, ({ result, error }) => {
        if (error) reject(new Error(`${method}: ${error.message}`))
        else resolve(result as T)
      })
      this.#commands.write(`${JSON.stringify({ id, method, params, sessionId })}\0`)
    })
  }
}

type Ask = <T>(method: string, params?: object) => Promise<T>

export class OpenPage {
  /** Errors and warnings of the console, exceptions, dialogs, refused content. */
  readonly complaints: string[] = []
  /** URLs asked for, the page's own first. */
  readonly requests: string[] = []
  readonly #ask: Ask

  constructor(ask: Ask) {
    this.#ask = ask
  }

  hear(method: string, params: Readonly<Record<string, unknown>>): void {
    if (method === 'Network.requestWillBeSent') {
      this.requests.push((params.request as { url: string }).url)
    }
    if (COMPLAINTS.has(method)) this.complaints.push(`${method} ${JSON.stringify(params)}`)
    if (method === 'Page.javascriptDialogOpening') {
      void this.#ask('Page.handleJavaScriptDialog', { accept: false })
    }
  }

  /** The value of an expression in the page, as JSON carries it. */
  async evaluate<T>(expression: string): Promise<T> {
    const { result, exceptionDetails } = await this.#ask<{
      result: { value: T }
      exceptionDetails?: { text: string; exception?: { description?: string } }
    }>('Runtime.evaluate', { expression, returnByValue: true, awaitPromise: true })
    if (exceptionDetails) {
      throw new Error(exceptionDetails.exception?.description ?? exceptionDetails.text)
    }
    return result.value
  }

  /** The whole page as PNG. */
  async screenshot(): Promise<Buffer> {
    const { data } = await this.#ask<{ data: string }>('Page.captureScreenshot', {
      captureBeyondViewport: true,
    })
    return Buffer.from(data, 'base64')
  }
}

/** Page.navigate answers when the new document is there, perhaps before it is complete. */
const LOADED = `new Promise((resolve) => {
  if (document.readyState === 'complete') resolve()
  else addEventListener('load', () => resolve())
})`

const COMPLAINTS = new Set([
  'Log.entryAdded',
  'Runtime.consoleAPICalled',
  'Runtime.exceptionThrown',
  'Page.javascriptDialogOpening',
])
