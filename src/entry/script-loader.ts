import { existsSync, readFileSync, realpathSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { Script } from 'node:vm'
import type { CodeCache, CompiledScript } from './code-cache.ts'

/** Modules of one script, by path in the repository; each is evaluated when first asked for. */
type Modules = Readonly<Record<string, object>>

/**
 * Loads modules out of the scripts that `src/scripts/bundle.mjs` makes, with compiled code where an
 * earlier run left some. A module of another script is required as `#script#module`.
 */
export class ScriptLoader {
  /** What was loaded so far. */
  readonly scripts = new Map<string, CompiledScript>()
  readonly #scripts = new Map<string, Modules>()
  readonly #modules = new Map<string, object>()
  readonly #folder: string
  readonly #cache: CodeCache
  readonly #require: NodeJS.Require
  /** Where a package is installed: what lies beside its code stays there. */
  readonly #packageFolder: (name: string) => string

  constructor(folder: string, cache: CodeCache) {
    this.#folder = folder
    this.#cache = cache
    const ofPackages = createRequire(join(folder, 'script.cjs'))
    const require = (id: string) => {
      if (!id.startsWith('#')) return ofPackages(id)
      const [, script = '', module = ''] = id.split('#')
      return this.load(script, module)
    }
    this.#require = Object.assign(require, ofPackages)
    this.#packageFolder = (name) => {
      const found = installedAbove(folder, name) ?? ofPackages.resolve(name)
      return found.slice(0, found.lastIndexOf(name) + name.length)
    }
  }

  load(script: string, module: string): object {
    const loaded = this.#modules.get(module)
    if (loaded) return loaded
    const modules = this.#scripts.get(script) ?? this.#evaluate(script)
    const made = modules[module] as object
    this.#modules.set(module, made)
    return made
  }

  #evaluate(name: string): Modules {
    const path = join(this.#folder, `${name}.cjs`)
    const cachedData = this.#cache.of(name)
    // The build writes nothing but ASCII, and Latin-1 is the quickest way to read that.
    const script = new Script(readFileSync(path, 'latin1'), {
      filename: path,
      ...(cachedData && { cachedData }),
    })
    this.scripts.set(name, {
      cached: script.cachedDataRejected === false,
      compiledCode: () => script.createCachedData(),
    })
    const module = { exports: {} as Modules }
    const scope = [module, this.#require, this.#packageFolder, importModule, path, dirname(path)]
    script.runInThisContext()(...scope)
    this.#scripts.set(name, module.exports)
    return module.exports
  }
}

/** For what is found at run time and may be an ES module. */
function importModule(specifier: string): Promise<unknown> {
  return import(specifier)
}

/** The first folder that Node would look at, without what it reads and checks there. */
function installedAbove(folder: string, name: string): string | undefined {
  const path = join(folder, 'node_modules', name)
  if (existsSync(path)) return realpathSync(path)
  const above = dirname(folder)
  return above === folder ? undefined : installedAbove(above, name)
}
