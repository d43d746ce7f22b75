import { describe, expect, it } from 'vitest'
import { keychainFailure } from '../../../src/keystore/stores/keychain-failure.ts'

describe('a keychain that cannot be reached', () => {
  // What keytar 7.10.6 said on Debian 12 with libsecret 0.20.5 and gnome-keyring 42.1.
  it.each([
    ["Cannot find package 'keytar' imported from /capstan/dist/main.js", 'keytar'],
    ['Failed to load keytar native addon, checked /p/build/Release/keytar.node', 'library'],
    ['libsecret-1.so.0: cannot open shared object file: No such file or directory', 'library'],
    ['Cannot autolaunch D-Bus without X11 $DISPLAY', 'session-bus'],
    ['Could not connect: No such file or directory', 'session-bus'],
    ['The name org.freedesktop.secrets was not provided by any .service files', 'secret-service'],
    ['Cannot create an item in a locked collection', 'unlocked-collection'],
    [
      'Object does not exist at path “/org/freedesktop/secrets/collection/login”',
      'unlocked-collection',
    ],
    ['something nobody has seen', 'secret-service'],
  ])('says what is missing when it says "%s"', (said, missing) => {
    const error = keychainFailure(new Error(said))
    expect(error).toMatchObject({
      code: 'KEYCHAIN_UNAVAILABLE',
      exitCode: 3,
      details: { missing },
    })
    expect(error.suggestions.some((line) => line.includes('--keystore vault'))).toBe(true)
  })
})
