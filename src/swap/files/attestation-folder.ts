import { constants } from 'node:fs'
import { open, readdir } from 'node:fs/promises'
import { join } from 'node:path'
import { writeFileAtomically } from '../../primitives/atomic-file.ts'
import { CapstanError } from '../../primitives/capstan-error.ts'
import type { Attestation, AttestationKind } from '../rules/attestation.ts'
import { type Lock, lockIdOf } from '../rules/lock.ts'
import { attestationInvalid } from '../swap-errors.ts'
import { attestationText, parseAttestation } from './attestation-file.ts'

/** An attestation has some 1,200 bytes. */
const MOST_BYTES = 1 << 16
const LOCK_ID = /^0x[0-9a-f]{64}$/

/** What relayers have published of one kind for one lock. */
export interface Attested {
  readonly attestations: readonly Attestation[]
  /** Files that cannot be used, and why; they must not keep the others from being heard. */
  readonly faults: readonly CapstanError[]
}

/**
 * The folder where relayers meet: one file for each lock, kind and relayer. Others write here too,
 * so nothing in it is believed that does not prove itself.
 */
export class AttestationFolder {
  constructor(readonly path: string) {}

  async publish(attestation: Attestation): Promise<string> {
    const { kind, lock, relayer } = attestation
    const file = this.#file(lockIdOf(lock), kind, relayer)
    await writeFileAtomically(file, attestationText(attestation))
    return file
  }

  /** What these relayers say of a lock. A word for another lock than this one does not count. */
  read(kind: AttestationKind, lock: Lock, relayers: readonly string[]): Promise<Attested> {
    const lockId = lockIdOf(lock)
    return gather(relayers.map((relayer) => () => this.#find(kind, lockId, relayer)))
  }

  /** Every release that this relayer has attested: by its signature, not by the name of a file. */
  async releasesOf(relayer: string): Promise<Attested> {
    const names = await readdir(this.path).catch(absent)
    const lockIds = (names ?? []).filter((name) => LOCK_ID.test(name)).sort()
    return gather(lockIds.map((lockId) => () => this.#find('release', lockId, relayer)))
  }

  async #find(
    kind: AttestationKind,
    lockId: string,
    relayer: string,
  ): Promise<Attestation | undefined> {
    const file = this.#file(lockId, kind, relayer)
    const text = await textOf(file)
    if (text === undefined) return undefined
    const attestation = parseAttestation(text, file)
    const isIt = attestation.kind === kind && lockIdOf(attestation.lock) === lockId
    if (isIt && attestation.relayer === relayer) return attestation
    throw attestationInvalid(file, 'lockId', 'is of another lock, kind or relayer than its name')
  }

  #file(lockId: string, kind: AttestationKind, relayer: string): string {
    return join(this.path, lockId, `${kind}-${relayer.toLowerCase()}.json`)
  }
}

/** One after another; what cannot be used is told beside the others. */
async function gather(
  finds: readonly (() => Promise<Attestation | undefined>)[],
): Promise<Attested> {
  const attestations: Attestation[] = []
  const faults: CapstanError[] = []
  for (const find of finds) {
    try {
      const attestation = await find()
      if (attestation) attestations.push(attestation)
    } catch (error) {
      if (!(error instanceof CapstanError)) throw error
      faults.push(error)
    }
  }
  return { attestations, faults }
}

async function textOf(path: string): Promise<string | undefined> {
  // Without waiting: a pipe of that name would keep the relay for ever.
  const file = await open(path, constants.O_RDONLY | constants.O_NONBLOCK).catch((error) => {
    if (error.code === 'ELOOP') throw attestationInvalid(path, 'text', 'is a link to itself')
    return absent(error)
  })
  if (file === undefined) return undefined
  try {
    const status = await file.stat()
    if (!status.isFile()) throw attestationInvalid(path, 'text', 'is no regular file')
    if (status.size > MOST_BYTES) throw attestationInvalid(path, 'text', 'is too long')
    return await file.readFile('utf8')
  } finally {
    await file.close()
  }
}

function absent(error: NodeJS.ErrnoException): undefined {
  if (error.code === 'ENOENT' || error.code === 'ENOTDIR') return undefined
  throw error
}
