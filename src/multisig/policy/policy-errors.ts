import { CapstanError } from '../../primitives/capstan-error.ts'
import type { YamlProblem } from '../../primitives/yaml-text.ts'

const SHOWN_PROBLEMS = 5

export function policyMissing(path: string): CapstanError {
  return new CapstanError({
    code: 'MULTISIG_POLICY_MISSING',
    kind: 'not-found',
    message: `There is no policy at ${path}.`,
    details: { path },
    suggestions: ['capstan multisig policy template --out policy.yaml'],
  })
}

export function policyUnreadable(path: string, reason: string, cause?: unknown): CapstanError {
  return new CapstanError({
    code: 'MULTISIG_POLICY_UNREADABLE',
    kind: 'usage',
    message: `The policy ${path} ${reason}.`,
    details: { path },
    cause,
  })
}

export function policyInvalid(path: string, problems: readonly YamlProblem[]): CapstanError {
  const located = problems.map((problem) => `${problem.line}:${problem.column}: ${problem.message}`)
  const shown = located.slice(0, SHOWN_PROBLEMS).map((problem) => `${path}:${problem}`)
  const hidden = located.length - shown.length
  return new CapstanError({
    code: 'MULTISIG_POLICY_INVALID',
    kind: 'usage',
    message: hidden === 0 ? shown.join('\n') : `${shown.join('\n')}\n(and ${hidden} more)`,
    details: { path, problems: located.slice(0, 100), problemCount: located.length },
  })
}

export function policyUnchanged(multisig: string): CapstanError {
  return new CapstanError({
    code: 'MULTISIG_POLICY_UNCHANGED',
    kind: 'refused',
    message: `The policy of ${multisig} is already the same; there is nothing to propose.`,
    details: { multisig },
    suggestions: [`capstan multisig policy show ${multisig}`],
  })
}

export function memberInvalid(text: string): CapstanError {
  return new CapstanError({
    code: 'MULTISIG_MEMBER_INVALID',
    kind: 'usage',
    message: `The member ${JSON.stringify(text.slice(0, 80))} is not ADDRESS:WEIGHT, with a weight of at most 65535.`,
    suggestions: ['--member 0xf39Fd6e51aad88F6F4ce6aB8827279cffFb92266:3'],
  })
}

export function memberTwice(address: string): CapstanError {
  return new CapstanError({
    code: 'MULTISIG_MEMBER_TWICE',
    kind: 'usage',
    message: `${address} is a member twice.`,
    details: { address },
  })
}

export function policyFileExists(file: string): CapstanError {
  return new CapstanError({
    code: 'MULTISIG_POLICY_FILE_EXISTS',
    kind: 'refused',
    message: `${file} exists and is not overwritten.`,
    details: { file },
    suggestions: ['Use another file name, or remove the file first.'],
  })
}
