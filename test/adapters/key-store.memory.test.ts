import { join } from 'node:path'
import { MemoryStore } from '../../src/keystore/stores/memory-store.ts'
import { FolderStore } from '../support/folder-store.ts'
import { temporaryFolder } from '../support/home.ts'
import { describeKeyStore } from './key-store.behavior.ts'

describeKeyStore('memory', () => {
  const store = new MemoryStore()
  return { store, again: store }
})

// The store of the tests between processes is held to the same.
describeKeyStore('folder', () => {
  const folder = join(temporaryFolder(), 'secrets')
  return { store: new FolderStore(folder), again: new FolderStore(folder) }
})
