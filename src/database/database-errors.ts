import { CapstanError } from '../primitives/capstan-error.ts'

export function databaseUrlUnsupported(scheme: string): CapstanError {
  const shared = scheme === 'mysql'
  return new CapstanError({
    code: 'DATABASE_URL_UNSUPPORTED',
    kind: 'usage',
    message: shared
      ? 'This version of capstan keeps its database in SQLite; mysql:// (TiDB) comes with a later version.'
      : `The database URL has the scheme ${scheme || '(none)'}; capstan takes sqlite:PATH.`,
    details: { scheme },
    suggestions: ['CAPSTAN_DATABASE_URL=sqlite:/path/to/capstan.db'],
  })
}

export function databaseDamaged(path: string, cause: unknown): CapstanError {
  return new CapstanError({
    code: 'DATABASE_DAMAGED',
    kind: 'state',
    message: `The file ${path} is not a readable database.`,
    details: { path },
    suggestions: ['Restore it from a backup; keep the damaged file.'],
    cause,
  })
}

export function databaseLocked(path: string, cause: unknown): CapstanError {
  return new CapstanError({
    code: 'DATABASE_LOCKED',
    kind: 'state',
    message: `Another process holds a lock on the database ${path}.`,
    details: { path },
    suggestions: ['Wait for the other process to end, then run the command again.'],
    cause,
  })
}

export function databaseUnusable(path: string, cause: unknown): CapstanError {
  const reason = cause instanceof Error ? cause.message : String(cause)
  return new CapstanError({
    code: 'DATABASE_UNUSABLE',
    kind: 'state',
    message: `The database ${path} cannot be used: ${reason}.`,
    details: { path, reason },
    suggestions: ['capstan doctor'],
    cause,
  })
}

/** @param component which part of the database; versions are counts of applied migrations. */
export function databaseNewer(component: string, found: number, known: number): CapstanError {
  return new CapstanError({
    code: 'DATABASE_NEWER',
    kind: 'state',
    message: `The ${component} in this database has version ${found}; this capstan knows versions up to ${known}.`,
    details: { component, found, known },
    suggestions: ['Use the capstan version that wrote it.'],
  })
}
