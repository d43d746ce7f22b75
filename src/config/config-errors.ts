import { CapstanError } from '../primitives/capstan-error.ts'

export function configValueInvalid(name: string, origin: string, expected: string): CapstanError {
  return new CapstanError({
    code: 'CONFIG_VALUE_INVALID',
    kind: 'usage',
    message: `The setting "${name}" in ${origin} is not ${expected}.`,
    details: { setting: name, origin, expected },
  })
}

export function configKeyUnknown(
  key: string,
  file: string,
  { nearest, known }: { nearest: string | undefined; known: readonly string[] },
): CapstanError {
  const hint =
    nearest === undefined ? ` It takes ${known.join(', ')}.` : ` Did you mean "${nearest}"?`
  return new CapstanError({
    code: 'CONFIG_KEY_UNKNOWN',
    kind: 'usage',
    message: `${file} has the unknown key "${key}".${hint}`,
    details: { file, key, nearest: nearest ?? null },
    suggestions: [`Fix ${file}, then run the command again.`],
  })
}

export function configFileInvalid(file: string, reason: string, cause?: unknown): CapstanError {
  return new CapstanError({
    code: 'CONFIG_FILE_INVALID',
    kind: 'usage',
    message: `The configuration file ${file} cannot be used: ${reason}.`,
    details: { file },
    suggestions: [`Fix or move ${file}, then run the command again.`],
    cause,
  })
}

export function settingUnknown(name: string, nearest?: string): CapstanError {
  const hint = nearest === undefined ? '' : ` Did you mean "${nearest}"?`
  return new CapstanError({
    code: 'CONFIG_SETTING_UNKNOWN',
    kind: 'not-found',
    message: `There is no setting "${name}".${hint}`,
    details: { setting: name, nearest: nearest ?? null },
    suggestions: ['capstan config show'],
  })
}
