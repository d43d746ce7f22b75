/**
 * Makes each module that esbuild's CommonJS output requires for an import load when it is first
 * used, not when the importing module is evaluated: `import_fs.readFileSync(…)` becomes
 * `(import_fs ??= require('node:fs')).readFileSync(…)`.
 */
export function lazily(code) {
  const required = /(?<![.\w$])(import_\w+)=((?:__toESM\()?require\("[^"]+"\)\)?)/g
  const sources = new Map()
  const dropped = withDefaults(code).replace(required, (assignment, name, source) => {
    // What is exported again must be there at once.
    if (new RegExp(`__reExport\\(\\w+,${name}\\)`).test(code)) return assignment
    sources.set(name, source)
    return `${name}=void 0`
  })
  const changed = whereUsed(dropped, sources)
  for (const name of sources.keys()) {
    // Its declaration; all else must be as above.
    const others = changed.match(
      new RegExp(`(?<![\\w$]|[^.]\\.)${name}(?![\\w$]| \\?\\?=|=void 0)`, 'g'),
    )
    if (others?.length !== 1) throw new Error(`${name} cannot be required lazily`)
  }
  return changed
}

/** The same for what TypeScript's compiler makes of an import: `const fs_1 = require('fs')`. */
export function lazilyCompiled(code) {
  const required =
    /^(?:const|var) (\w+) = ((?:__import(?:Default|Star)\()?require\("[^"]+"\)\)?);$/gm
  const sources = new Map()
  const declared = code.replace(required, (declaration, name, source) => {
    const uses = code.match(new RegExp(`(?<![.\\w$])${name}(?![\\w$.])`, 'g'))
    // Used otherwise than for what it exports.
    if (uses.length > 1) return declaration
    sources.set(name, source)
    return `let ${name};`
  })
  return whereUsed(declared, sources)
}

/** What is required here says itself whether it is an ES module, whose default is what it exports. */
function withDefaults(code) {
  return code.replace(/__toESM\((require\("[^"]+"\)),1\)/g, '__toESM($1)')
}

function whereUsed(code, sources) {
  // Not a property of the name, but a spread of what it exports.
  return code.replace(/(?<![\w$]|[^.]\.)(\w+)\.(?=\w)/g, (use, name) =>
    sources.has(name) ? `(${name} ??= ${sources.get(name)}).` : use,
  )
}
