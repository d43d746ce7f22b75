#!/usr/bin/env bash
# Runs a command with a real Secret Service of its own: gnome-keyring under a private session bus.
#   with-keyring.sh COMMAND…
#   KEYRING_PASSWORD=… opens (and at first makes) the login keyring with another password
#   KEYRING_HOME=DIR   keeps the keyring between runs; otherwise it is thrown away
#   KEYRING_UNLOCK=no  starts the service and leaves its keyring locked
# CAPSTAN_TEST_KEYCHAIN=1 tells the tests that a keychain is there.
set -euo pipefail

if [ "${1:-}" = --inner ]; then
  shift
  if [ "${KEYRING_UNLOCK:-yes}" = yes ]; then
    # The password is all of stdin, without a line end.
    printf %s "${KEYRING_PASSWORD:-capstan-test}" |
      gnome-keyring-daemon --unlock --components=secrets --daemonize >/dev/null
  else
    gnome-keyring-daemon --start --components=secrets --daemonize >/dev/null
  fi
  exec "$@"
fi

for tool in dbus-run-session gnome-keyring-daemon; do
  if ! command -v "$tool" >/dev/null; then
    echo "with-keyring.sh needs $tool (Debian: apt-get install dbus gnome-keyring libsecret-1-0)" >&2
    exit 3
  fi
done

scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT
home=${KEYRING_HOME:-$scratch}
mkdir -p -m 700 "$scratch/run" "$home/data"
CAPSTAN_TEST_KEYCHAIN=1 XDG_RUNTIME_DIR="$scratch/run" XDG_DATA_HOME="$home/data" \
  dbus-run-session -- bash "$0" --inner "$@"
