#!/usr/bin/env node
await import('../src/scripts/bundle.mjs')
await (await import('../dist/main.js')).main(import.meta.url)
