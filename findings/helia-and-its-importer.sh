#!/usr/bin/env bash
# Helia adds files with ipfs-unixfs-importer. Do the two give one CID for a file, as they come?
#
# One would guess: yes, since one is built on the other; or the difference would show in any test.
# What happens: for up to 256 KiB they agree, and above they do not. Helia follows the profile
# unixfs-v1-2025 (chunks of 1 MiB, 1,024 links a node), the importer 17 by itself still makes chunks
# of 256 KiB, which is neither of the two profiles it knows by name. A test with "hello world" sees
# nothing of it.
. "$(dirname "$0")/lib.sh"
packages @helia/unixfs@8.0.5 ipfs-unixfs-importer@17.1.1 blockstore-core@7.0.1
finding <<'EOF'
import { unixfs } from '@helia/unixfs'
import { MemoryBlockstore } from 'blockstore-core'
import { importer } from 'ipfs-unixfs-importer'
import { see } from './lib.mjs'

async function byImporter(content, options) {
  let root
  for await (const entry of importer([{ content }], new MemoryBlockstore(), options)) root = entry
  return String(root.cid)
}
const byHelia = async (content) =>
  String(await unixfs({ blockstore: new MemoryBlockstore() }).addBytes(content))

const [small, large] = [256 << 10, (256 << 10) + 1].map((length) => new Uint8Array(length))
see('256 KiB, one CID', (await byHelia(small)) === (await byImporter(small)), true)

const cids = {
  helia: await byHelia(large),
  importer: await byImporter(large),
  v1: await byImporter(large, { profile: 'unixfs-v1-2025' }),
  v0: await byImporter(large, { profile: 'unixfs-v0-2015' }),
}
for (const [name, cid] of Object.entries(cids)) console.log(`  256 KiB and a byte, ${name}: ${cid}`)
see('helia = importer', cids.helia === cids.importer, false)
see('helia = unixfs-v1-2025', cids.helia === cids.v1, true)
see('importer = either profile', [cids.v0, cids.v1].includes(cids.importer), false)
EOF
