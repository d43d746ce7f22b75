import { readdir } from 'node:fs/promises'
import { join } from 'node:path'
import { CapstanError } from '../../primitives/capstan-error.ts'
import type { Attestation, AttestationKind } from '../rules/attestation.ts'
import { type Lock, lockIdOf } from '../rules/lock.ts'
import { attestationInvalid } from '../swap-errors.ts'
import { ATTESTATION } from './attestation-file.ts'

const LOCK_ID = /^0x[0-9a-f]{64}$/

/** What relayers have published of one kind for one lock. */
export interface Attested {
  readonly attestations: readonly Attestation[]
  /** Errors of the files that cannot be used; they must not stop the others. */
  readonly faults: readonly CapstanError[]
}

/**
 * The folder that relayers share: one file for each lock, kind and relayer. Others write here too,
 * so every file is verified.
 */
export class AttestationFolder {
  constructor(readonly path: string) {}

  async publish(attestation: Attestation): Promise<string> {
    const { kind, lock, relayer } = attestation
    const file = this.#file(lockIdOf(lock), kind, relayer)
    await ATTESTATION.write(file, attestation)
    return file
  }

  /** The attestations of these relayers for a lock. One for another lock is a fault. */
  read(kind: AttestationKind, lock: Lock, relayers: readonly string[]): Promise<Attested> {
    const lockId = lockIdOf(lock)
    return gather(relayers.map((relayer) => () => this.#find(kind, lockId, relayer)))
  }

  /** Every release that this relayer attested, proved by its signature. */
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
    const attestation = await ATTESTATION.find(file)
    if (attestation === undefined) return undefined
    const isNamedSo = attestation.kind === kind && lockIdOf(attestation.lock) === lockId
    if (isNamedSo && attestation.relayer === relayer) return attestation
    const reason = 'its lock, kind or relayer differs from its name'
    throw attestationInvalid(file, 'lockId', reason)
  }

  #file(lockId: string, kind: AttestationKind, relayer: string): string {
    return join(this.path, lockId, `${kind}-${relayer.toLowerCase()}.json`)
  }
}

/** Reads one after another; files that cannot be used become faults. */
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

function absent(error: NodeJS.ErrnoException): undefined {
  if (error.code === 'ENOENT' || error.code === 'ENOTDIR') return undefined
  throw error
}
