import type { CapstanError } from '../../primitives/capstan-error.ts'
import type { MissingPart } from './key-store.ts'
import { keychainUnavailable } from './store-errors.ts'

interface Diagnosis {
  readonly missing: MissingPart
  readonly message: string
  readonly suggestions: readonly string[]
}

const VAULT = 'Store keys in an encrypted file instead: --keystore vault'

const NOT_INSTALLED: Diagnosis = {
  missing: 'keytar',
  message: 'The keychain cannot be reached: the package keytar is not installed.',
  suggestions: ['npm install --global capstan', VAULT],
}

const NO_LIBRARY: Diagnosis = {
  missing: 'library',
  message: 'The keychain cannot be reached: the library libsecret is missing.',
  suggestions: ['sudo apt-get install libsecret-1-0 gnome-keyring', VAULT],
}

const NO_BUS: Diagnosis = {
  missing: 'session-bus',
  message: 'The keychain cannot be reached: this session has no D-Bus session bus.',
  suggestions: [
    'export DBUS_SESSION_BUS_ADDRESS=unix:path=/run/user/$(id -u)/bus',
    'sudo apt-get install dbus-user-session',
    VAULT,
  ],
}

const NO_SERVICE: Diagnosis = {
  missing: 'secret-service',
  message: 'The keychain cannot be reached: no Secret Service runs on the session bus.',
  suggestions: ['sudo apt-get install gnome-keyring', VAULT],
}

const LOCKED: Diagnosis = {
  missing: 'unlocked-collection',
  message: 'The keychain is locked: its keyring is not unlocked, or the password is wrong.',
  suggestions: [
    process.platform === 'darwin'
      ? 'security unlock-keychain'
      : 'gnome-keyring-daemon --unlock   (type the keyring’s password, then Ctrl-D)',
    VAULT,
  ],
}

/** Messages of keytar and its libraries, with the part that is missing. */
const DIAGNOSES: readonly (readonly [pattern: RegExp, diagnosis: Diagnosis])[] = [
  [/Cannot find (?:package|module) 'keytar'/i, NOT_INSTALLED],
  [/libsecret|native addon|\.node\b/i, NO_LIBRARY],
  [/autolaunch D-Bus|Could not connect|DBUS_SESSION_BUS_ADDRESS|connection is closed/i, NO_BUS],
  [/not provided by any \.service|ServiceUnknown|NameHasNoOwner|Spawn|StartService/i, NO_SERVICE],
  [/locked collection|Object does not exist at path|User interaction is not allowed/i, LOCKED],
  [/dismissed|prompt/i, LOCKED],
]

/** Names the missing part, from the message of keytar. */
export function keychainFailure(cause: unknown): CapstanError {
  const said = cause instanceof Error ? cause.message : String(cause)
  const { missing, message, suggestions } = DIAGNOSES.find(([pattern]) =>
    pattern.test(said),
  )?.[1] ?? {
    missing: 'secret-service' as const,
    message: `The keychain does not answer: ${said.split('\n')[0]}.`,
    suggestions: [VAULT],
  }
  return keychainUnavailable(missing, message, suggestions, cause)
}

/** The keychain stored a secret but does not return it. */
export function keychainForgets(): CapstanError {
  return keychainUnavailable('readback', 'The keychain stored a secret but does not return it.', [
    VAULT,
  ])
}
