import { publicKeysOf } from './account-programs.ts'
import { sameBytes } from './bare-hex.ts'
import { templateInvalid, templateMismatch } from './bytom-errors.ts'
import { parseProgram } from './control-program.ts'
import { encodeMultisigScript } from './multisig-script.ts'
import { p2wpkhProgram, p2wshProgram } from './pay-to.ts'
import { verifyStrictly } from './strict-signature.ts'
import type { SignatureComponent, WitnessComponent } from './template.ts'
import type { TransactionInput } from './transaction.ts'
import { assetIdOf } from './transaction-ids.ts'

/**
 * Checks that an input is what its instruction says: the program it spends is made of the keys the
 * instruction derives, its data is what that program asks for, and the signatures that are there
 * are valid.
 * @param signHash 32 bytes, what the input's signatures are over.
 * @throws BYTOM_TEMPLATE_INVALID, BYTOM_TEMPLATE_MISMATCH, BYTOM_QUORUM_INVALID for more than 255 keys
 */
export function checkOwnInput(
  input: TransactionInput,
  position: number,
  components: readonly WitnessComponent[],
  signHash: Uint8Array,
): SignatureComponent {
  const [signature, data, ...more] = components
  if (signature?.type !== 'raw_tx_signature' || more.length > 0) {
    throw templateInvalid(`input ${position} needs other witnesses than those of an address`)
  }
  const publicKeys = publicKeysOf(signature.keys)
  const script = () => encodeMultisigScript({ quorum: signature.quorum, publicKeys })
  if (input.type === 'spend' || input.type === 'veto') {
    if (data?.type !== 'data') throw templateInvalid(`input ${position} lacks its data`)
    checkSpend(input.spent.program, data.value, position, publicKeys, script)
  } else if (input.type === 'issue') {
    if (data !== undefined) throw templateInvalid(`input ${position} has data it does not need`)
    const { asset, assetId } = input.issue
    if (!sameBytes(asset.program, script()) || !sameBytes(assetIdOf(asset), assetId)) {
      throw templateMismatch(`the asset of input ${position} is not issued by the keys it names`)
    }
  } else {
    throw templateInvalid(
      `input ${position} is of the type ${input.type}, which capstan does not sign`,
    )
  }
  checkSignatures(signature, position, publicKeys, signHash)
  return signature
}

function checkSpend(
  program: Uint8Array,
  data: Uint8Array,
  position: number,
  publicKeys: readonly Uint8Array[],
  script: () => Uint8Array,
): void {
  const kind = parseProgram(program)?.kind
  const expected = kind === 'P2WPKH' && publicKeys.length === 1 ? publicKeys[0] : script()
  const pays = kind === 'P2WPKH' ? p2wpkhProgram : p2wshProgram
  if (!expected || !sameBytes(pays(expected), program)) {
    throw templateMismatch(`input ${position} does not belong to the keys and paths it names`)
  }
  if (!sameBytes(data, expected)) {
    throw templateMismatch(`the data of input ${position} does not match its program`)
  }
}

function checkSignatures(
  { signatures }: SignatureComponent,
  position: number,
  publicKeys: readonly Uint8Array[],
  signHash: Uint8Array,
): void {
  for (const [i, signature] of (signatures ?? []).entries()) {
    if (signature.length === 0) continue
    if (!verifyStrictly(signature, signHash, publicKeys[i] as Uint8Array)) {
      throw templateMismatch(`signature ${i} of input ${position} is invalid`)
    }
  }
}
