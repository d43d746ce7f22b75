import { textFacts, textTable } from '../primitives/text-table.ts'
import type { View } from '../primitives/view.ts'
import { bytomJson } from './bytom-keys/bytom-addresses.ts'
import type { KeyringCheck } from './check-keyring.ts'
import type { KeySignature } from './evm/sign-with-key.ts'
import type { EvmSignatureCheck, SignatureCheck } from './evm/verify-signature.ts'
import type { KeyProblem, RepairOutcome } from './index/incomplete-keys.ts'
import type { KeyFacts } from './index/key-facts.ts'
import { policyJson } from './policy/policy.ts'
import { policyFacts } from './policy/policy-view.ts'
import type { RemovedKey } from './remove-key.ts'

/** A new key; `mnemonicFile` holds its words. */
export function keyStoredView(key: KeyFacts, mnemonicFile?: string): View {
  const { name, type, address, backend, path } = key
  const words = mnemonicFile === undefined ? '' : ` Its mnemonic is in ${mnemonicFile}.`
  return {
    json: {
      name,
      type,
      address,
      backend,
      path,
      ...bytomJson(key),
      ...(mnemonicFile === undefined ? {} : { mnemonicFile }),
    },
    text: `The key ${name} is in the ${backend}: ${address}.${words}`,
  }
}

export function keyListView(keys: readonly KeyFacts[]): View {
  return {
    json: { keys: keys.map(publicKeyJson) },
    text: textTable(
      ['name', 'type', 'address', 'backend', 'path', 'created', ''],
      keys.map((key) => [
        key.name,
        key.type,
        key.address,
        key.backend,
        key.path ?? '-',
        key.createdAt ?? '-',
        remark(key),
      ]),
    ),
  }
}

export function keyView(key: KeyFacts): View {
  const facts: [string, string][] = [
    ['name', key.name],
    ['type', key.type],
    ['address', key.address],
    ['backend', key.backend],
    ['secret', key.secretKind],
    ['path', key.path ?? '-'],
    ['created', key.createdAt ?? '-'],
  ]
  if (key.xpub !== null) facts.push(['xpub', key.xpub])
  facts.push(...policyFacts(key.policy))
  const remarks = remark({ ...key, policy: null })
  if (remarks !== '') facts.push(['state', remarks])
  return { json: publicKeyJson(key), text: textFacts(facts) }
}

export function keyRenamedView(from: string, key: KeyFacts): View {
  return {
    json: { ...publicKeyJson(key), previousName: from },
    text: `The key ${from} is now ${key.name} (${key.address}).`,
  }
}

export function keyRemovedView({ key, remaining }: RemovedKey): View {
  const { name, address, backend } = key
  const rest = remaining.length === 0 ? '' : ` Its secret stays, for ${remaining.join(', ')}.`
  return {
    json: { name, address, backend, removed: true, secretRemoved: remaining.length === 0 },
    text: `The key ${name} (${address}) is removed from the ${backend}.${rest}`,
  }
}

export function keyDefaultView(key: KeyFacts): View {
  return {
    json: publicKeyJson(key),
    text: `${key.name} (${key.address}) signs when no key is named.`,
  }
}

export function keyExportedView({ name, file }: { name: string; file: string }): View {
  return { json: { file }, text: `The key ${name} is in ${file}, encrypted.` }
}

/** The text is the bare signature, for use in scripts. */
export function signatureView(signed: KeySignature): View {
  return { json: { ...signed }, text: signed.signature }
}

export function signatureCheckView(check: SignatureCheck): View {
  const { valid, address } = check
  return {
    json: { ...check },
    text: valid
      ? `The signature is valid: it is of ${address}.`
      : `The signature is not of ${address}. ${'signer' in check ? whose(check) : ''}`.trimEnd(),
    ...(valid ? {} : { finding: 'mismatch' }),
  }
}

export function keyringCheckView(check: KeyringCheck): View {
  const { backend, available, missing, repaired, keys, suggestions } = check
  const lines = [
    available
      ? `The ${backend} answers; new keys go there.`
      : `The ${backend} cannot be used; missing: ${missing.join(', ')}.`,
    ...repaired.map((key) => `The key ${key.name} (${key.backend}): ${OUTCOMES[key.outcome]}.`),
    ...keys.map((key) => `The key ${key.name} (${key.backend}): ${PROBLEMS[key.problem]}.`),
    ...suggestions.map((suggestion) => `  → ${suggestion}`),
  ]
  return {
    json: { backend, available, missing, repaired, keys, suggestions },
    text: lines.join('\n'),
    ...(available && keys.length === 0 ? {} : { finding: available ? 'state' : 'refused' }),
  }
}

const PROBLEMS: Readonly<Record<KeyProblem, string>> = {
  'unfinished-creation': 'its creation is unfinished, so it is not used',
  'unfinished-removal': 'its removal is unfinished',
  'secret-missing': 'its secret is missing from the store',
  'store-unavailable': 'its store cannot be reached',
}

const OUTCOMES: Readonly<Record<RepairOutcome, string>> = {
  'creation-finished': 'its creation was unfinished and is now finished',
  'creation-undone': 'its creation was unfinished and without a secret, so the key is removed',
  'removal-finished': 'its removal was unfinished and is now finished',
}

function publicKeyJson(key: KeyFacts) {
  const { name, type, address, backend, secretKind, path, createdAt, isDefault, state } = key
  return {
    name,
    type,
    address,
    backend,
    secretKind,
    path,
    ...bytomJson(key),
    createdAt,
    isDefault,
    state,
    policy: key.policy && policyJson(key.policy),
  }
}

function whose({ signer }: EvmSignatureCheck): string {
  return signer === null ? 'It has no signer.' : `Its signer is ${signer}.`
}

function remark({ isDefault, state, policy }: KeyFacts): string {
  if (state !== 'ready') return `${state}, unfinished`
  return [isDefault && 'default', policy && 'policy'].filter(Boolean).join(', ')
}
