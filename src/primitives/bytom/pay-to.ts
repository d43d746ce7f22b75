import { programOf } from './control-program.ts'
import { publicKeyHash, sha3 } from './hashes.ts'

/** The program that pays one public key: `00 14` and its hash. */
export function p2wpkhProgram(publicKey: Uint8Array): Uint8Array {
  return programOf(publicKeyHash(publicKey))
}

/** The program that pays to a script: `00 20` and its hash. */
export function p2wshProgram(script: Uint8Array): Uint8Array {
  return programOf(sha3(script))
}
