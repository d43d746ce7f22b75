import { formatAmount } from '../amount.ts'
import { CapstanError } from '../capstan-error.ts'
import { BTM_DECIMALS } from './btm.ts'

export function bytomAddressInvalid(text: string, reason: string): CapstanError {
  const shown = text.length > 100 ? `${text.slice(0, 100)}…` : text
  return new CapstanError({
    code: 'BYTOM_ADDRESS_INVALID',
    kind: 'usage',
    message: `"${shown}" is not an address of Bytom or Vapor: ${reason}.`,
    details: { address: shown },
    suggestions: ['Copy the address again from where it came.'],
  })
}

export function assetIdInvalid(text: string): CapstanError {
  const shown = text.length > 80 ? `${text.slice(0, 80)}…` : text
  return new CapstanError({
    code: 'BYTOM_ASSET_INVALID',
    kind: 'usage',
    message: `"${shown}" is not an asset id of Bytom, which is 64 hex characters.`,
    details: { asset: shown },
  })
}

export function bytomPathInvalid(path: string): CapstanError {
  return new CapstanError({
    code: 'BYTOM_PATH_INVALID',
    kind: 'usage',
    message: `"${path}" is not a Bytom path. Use for example m/44/153/1/0/1: its steps are whole numbers below 2^32, none hardened.`,
    details: { path },
    suggestions: ['--path m/44/153/1/0/1'],
  })
}

export function xpubInvalid(what: string): CapstanError {
  return new CapstanError({
    code: 'BYTOM_XPUB_INVALID',
    kind: 'usage',
    message: `The ${what} is not an xpub, which is 128 hex characters, the first half an ed25519 public key.`,
  })
}

export function scriptInvalid(reason: string): CapstanError {
  return new CapstanError({
    code: 'BYTOM_SCRIPT_INVALID',
    kind: 'usage',
    message: `The script is not an m-of-n script of Bytom: ${reason}.`,
  })
}

export function quorumInvalid(quorum: number, keys: number): CapstanError {
  return new CapstanError({
    code: 'BYTOM_QUORUM_INVALID',
    kind: 'usage',
    message: `A quorum of ${quorum} is not possible with ${keys} keys.`,
    details: { quorum, keys },
  })
}

/** `offset` counts bytes of the raw transaction. */
export function transactionInvalid(reason: string, offset?: number): CapstanError {
  const where = offset === undefined ? '' : ` at byte ${offset}`
  return new CapstanError({
    code: 'BYTOM_TRANSACTION_INVALID',
    kind: 'usage',
    message: `The raw transaction cannot be read: ${reason}${where}.`,
    details: offset === undefined ? {} : { offset },
    // Its bytes do not say of which ledger they are.
    suggestions: ['--bytom-network mainnet', '--bytom-network vapor-mainnet'],
  })
}

export function templateInvalid(reason: string, cause?: unknown): CapstanError {
  return new CapstanError({
    code: 'BYTOM_TEMPLATE_INVALID',
    kind: 'usage',
    message: `The transaction template cannot be used: ${reason}.`,
    cause,
  })
}

export function templateNotOwn(xpub: string): CapstanError {
  return new CapstanError({
    code: 'BYTOM_TEMPLATE_FOREIGN',
    kind: 'refused',
    message: `No input of the template belongs to the key with the xpub ${xpub.slice(0, 16)}….`,
    details: { xpub },
    suggestions: ['capstan key list'],
  })
}

/** The template contradicts its transaction. */
export function templateMismatch(reason: string): CapstanError {
  return new CapstanError({
    code: 'BYTOM_TEMPLATE_MISMATCH',
    kind: 'mismatch',
    message: `The template is not what it says: ${reason}.`,
    suggestions: ['Find the cause before you use the node it came from again.'],
  })
}

/** `left` is what the inputs hold beyond the outputs, in base units. */
export function amountsUnbalanced(assetId: string, left: bigint): CapstanError {
  const what = left > 0n ? `${left} base units of it would be lost` : `${-left} are missing`
  return new CapstanError({
    code: 'BYTOM_AMOUNTS_UNBALANCED',
    kind: 'refused',
    message: `The amounts of the asset ${assetId} do not balance: ${what}.`,
    details: { assetId, leftBaseUnits: left.toString() },
  })
}

export function inputTwice(inputId: string): CapstanError {
  return new CapstanError({
    code: 'BYTOM_INPUT_TWICE',
    kind: 'refused',
    message: `The transaction spends one output twice, in the input ${inputId}.`,
    details: { inputId },
  })
}

export function ledgerUnsupported(network: string): CapstanError {
  return new CapstanError({
    code: 'BYTOM_LEDGER_UNSUPPORTED',
    kind: 'usage',
    message: `This version of capstan reads raw transactions of Bytom 1.x and Vapor, not of ${network}.`,
    details: { network },
    suggestions: ['--bytom-network mainnet', '--bytom-network vapor-mainnet'],
  })
}

export function feeTooHigh(feeNeu: bigint, maxFeeNeu: bigint): CapstanError {
  const [fee, most] = [feeNeu, maxFeeNeu].map((neu) => formatAmount(neu, BTM_DECIMALS, 'BTM'))
  return new CapstanError({
    code: 'BYTOM_FEE_TOO_HIGH',
    kind: 'refused',
    message: `The fee of ${fee} is above the limit of ${most}.`,
    details: { feeNeu: feeNeu.toString(), maxFeeNeu: maxFeeNeu.toString() },
    suggestions: [`--max-fee ${formatAmount(feeNeu, BTM_DECIMALS).replaceAll(',', '')}`],
  })
}
