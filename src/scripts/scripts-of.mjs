import { posix } from 'node:path'

/**
 * What each script must give to others: modules by script.
 * @param inputs of esbuild's metafile
 */
export function scriptsOf(inputs) {
  const scripts = new Map()
  for (const [path, { imports }] of Object.entries(inputs)) {
    for (const { path: imported, external } of imports) {
      if (external || scriptOf(imported) === scriptOf(path)) continue
      const script = scriptOf(imported)
      scripts.set(script, (scripts.get(script) ?? new Set()).add(imported))
    }
  }
  return scripts
}

/** The script a module belongs to: of our own a folder, of others' a package. */
export function scriptOf(path) {
  const [folder] = /^.*node_modules\/(?:@[^/]+\/)?[^/]+/.exec(path) ?? []
  if (folder !== undefined) return `packages/${folder.replaceAll('node_modules/', '')}`
  // Generated: large, and one has nothing to do with the other.
  if (path.startsWith('src/artifacts/')) return path.slice('src/'.length, -'.ts'.length)
  return posix.dirname(path).replace(/^src\//, '')
}
