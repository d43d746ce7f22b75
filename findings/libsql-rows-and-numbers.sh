#!/usr/bin/env bash
# libsql has the interface of better-sqlite3. What does a row look like, and what becomes of a
# number?
#
# One would guess: get() gives the first of the rows of all(); 5 put into a TEXT column is read back
# '5'; a locked database is waited for, five seconds as with better-sqlite3.
# What happens: a row of get() has one key more, `_metadata`, with the time the query took: it is
# compared, copied and printed with the rest, and differs each time; rows of all() have none.
# Numbers are bound as REAL, so an id 5 becomes '5.0' in a TEXT column and is not found as '5' (a
# bigint is an integer). And the wait for a lock is 0 unless `timeout` is given: SQLITE_BUSY comes
# at once.
. "$(dirname "$0")/lib.sh"
packages libsql@0.5.29
finding <<'EOF'
import { createRequire } from 'node:module'
import { see } from './lib.mjs'

const Database = createRequire(import.meta.url)('libsql')
const db = new Database('ledger.db')
db.exec('CREATE TABLE payout (id TEXT, wei TEXT)')
const insert = db.prepare('INSERT INTO payout VALUES (?, ?)')
insert.run(5, 'number')
insert.run(6n, 'bigint')

const select = db.prepare('SELECT * FROM payout')
see('keys of a row of all()', Object.keys(select.all()[0]), ['id', 'wei'])
see('keys of a row of get()', Object.keys(select.get()), ['id', 'wei', '_metadata'])
see('ids', select.all().map(({ id }) => id), ['5.0', '6'])
const found = db.prepare('SELECT count(*) AS rows FROM payout WHERE id = ?').get('5').rows
see("rows with id '5'", found, 0)

function wait(options) {
  const start = performance.now()
  try {
    new Database('ledger.db', options).exec('BEGIN IMMEDIATE')
  } catch ({ code }) {
    const waited = performance.now() - start
    return [code, waited > 900 ? 'after a second' : 'at once']
  }
}
db.exec('BEGIN IMMEDIATE')
see('a locked database', wait(), ['SQLITE_BUSY', 'at once'])
see('with timeout 1000', wait({ timeout: 1000 }), ['SQLITE_BUSY', 'after a second'])
EOF
