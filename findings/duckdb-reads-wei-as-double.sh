#!/usr/bin/env bash
# DuckDB has integers of 128 bits. As what does it read a CSV or JSON column of balances in wei?
#
# One would guess: as HUGEINT, which holds 1.7e38 and is what a literal of that size becomes; or as
# text if it is in doubt.
# What happens: what does not fit in 64 bits, signed in a CSV and unsigned in JSON, is read as
# DOUBLE. One balance of 2^63 in a CSV (9.3 coins of 18 decimals), of 2^64 in JSON, and every
# balance of the column and their sum are rounded, without a word. With the type given the column is
# exact, but HUGEINT ends at 38 digits, and a uint256 has 78.
. "$(dirname "$0")/lib.sh"
packages @duckdb/node-api@1.5.6-r.1
finding <<'EOF'
import { writeFileSync } from 'node:fs'
import { DuckDBInstance } from '@duckdb/node-api'
import { see } from './lib.mjs'

const db = await (await DuckDBInstance.create()).connect()
const row = async (sql) => (await db.runAndReadAll(sql)).getRows()[0]
const read = (source) => row(`SELECT any_value(typeof(wei)), sum(wei)::VARCHAR FROM ${source}`)

/** A file of two holders: one has a wei, the other `balance`. */
function csv(balance) {
  writeFileSync(`${balance}.csv`, `holder,wei\nalice,1\nbob,${balance}\n`)
  return `'${balance}.csv'`
}
function json(balance) {
  const lines = `{"holder":"alice","wei":1}\n{"holder":"bob","wei":${balance}}\n`
  writeFileSync(`${balance}.json`, lines)
  return `'${balance}.json'`
}
const LARGEST = { signed: 2n ** 63n - 1n, unsigned: 2n ** 64n - 1n }

see('a literal of 2^64', await row(`SELECT typeof(${2n ** 64n})`), ['HUGEINT'])
see('csv to 2^63 - 1', await read(csv(LARGEST.signed)), ['BIGINT', '9223372036854775808'])
see('csv to 2^63', await read(csv(2n ** 63n)), ['DOUBLE', '9.223372036854776e+18'])
see('json to 2^64 - 1', await read(json(LARGEST.unsigned)), ['HUGEINT', '18446744073709551616'])
see('json to 2^64', await read(json(2n ** 64n)), ['DOUBLE', '1.8446744073709552e+19'])
const typed = `read_csv(${csv(2n ** 63n)}, types = {'wei': 'HUGEINT'})`
see('csv, its type given', await read(typed), ['HUGEINT', '9223372036854775809'])
EOF
