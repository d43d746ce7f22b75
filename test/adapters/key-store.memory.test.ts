import { MemoryStore } from '../../src/keystore/memory-store.ts'
import { describeKeyStore } from './key-store.behavior.ts'

describeKeyStore('memory', () => {
  const store = new MemoryStore()
  return { store, again: store }
})
