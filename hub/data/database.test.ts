// The database: migrations whole or not at all, transactions undone, rows without libsql's extras; and the keys beside it.
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import Libsql from 'libsql'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { type Database, openDatabase } from './database.ts'
import { openKeys } from './keys.ts'
import { hashPassword, verifyPassword } from './passwords.ts'
import { hashSecret, seal, unseal } from './secrets.ts'
import { readSetting, writeSetting } from './settings.ts'

let folder: string
let database: Database
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'granary-hub-'))
  database = openDatabase(folder)
})
afterEach(() => {
  database.close()
  rmSync(folder, { recursive: true, force: true })
})

test('opens again with what was written', () => {
  writeSetting(database, 'a', '1')
  writeSetting(database, 'a', '2')
  database.close()
  database = openDatabase(folder)
  expect(readSetting(database, 'a')).toBe('2')
  expect(readSetting(database, 'b')).toBeNull()
})

test('waits for the disk, keeps foreign keys, and writes ahead', () => {
  const pragma = (name: string) => database.one<Record<string, unknown>>(`PRAGMA ${name}`)
  expect(pragma('journal_mode')).toEqual({ journal_mode: 'wal' })
  expect(pragma('synchronous')).toEqual({ synchronous: 2 })
  expect(pragma('foreign_keys')).toEqual({ foreign_keys: 1 })
})

test('rows hold their columns and nothing else', () => {
  writeSetting(database, 'a', '1')
  expect(database.one('SELECT name, value FROM settings')).toEqual({ name: 'a', value: '1' })
  expect(database.one('SELECT name FROM settings WHERE name = ?', 'b')).toBeUndefined()
})

test('undoes a transaction that throws, with what was written inside it by others', () => {
  expect(() =>
    database.write(() => {
      writeSetting(database, 'a', '1')
      database.write(() => writeSetting(database, 'b', '1'))
      throw new Error('no')
    }),
  ).toThrow('no')
  expect(database.all('SELECT * FROM settings')).toEqual([])
  database.write(() => writeSetting(database, 'a', '1'))
  expect(readSetting(database, 'a')).toBe('1')
})

test('leaves a database of a newer version alone', () => {
  database.close()
  const raw = new Libsql(join(folder, 'hub.db'))
  raw.exec('PRAGMA user_version = 99')
  raw.close()
  expect(() => openDatabase(folder)).toThrow('schema 99')
})

test('is refused after closing instead of ending the process', () => {
  database.close()
  database.close()
  expect(() => readSetting(database, 'a')).toThrow('closed')
  expect(() => database.write(() => 1)).toThrow('closed')
})

test('keys are the same every time, different for each purpose and folder', () => {
  const keys = openKeys(folder, database)
  expect(openKeys(folder, database)).toEqual(keys)
  expect(new Set(Object.values(keys).map((key: Buffer) => key.toString('hex'))).size).toBe(3)
  const other = mkdtempSync(join(tmpdir(), 'granary-hub-'))
  const otherDatabase = openDatabase(other)
  expect(hashSecret(openKeys(other, otherDatabase), 'x')).not.toBe(hashSecret(keys, 'x'))
  otherDatabase.close()
  rmSync(other, { recursive: true, force: true })
})

test('what is sealed opens again, and not after a change', () => {
  const keys = openKeys(folder, database)
  const sealed = seal(keys, 'secret')
  expect(sealed).not.toContain('secret')
  expect(seal(keys, 'secret')).not.toBe(sealed)
  expect(unseal(keys, sealed)).toBe('secret')
  const changed = Buffer.from(sealed, 'base64url')
  changed[changed.length - 1] = (changed.at(-1) ?? 0) ^ 1
  expect(() => unseal(keys, changed.toString('base64url'))).toThrow()
  expect(() => unseal(keys, sealed.slice(0, 10))).toThrow()
})

test('passwords fit their own hash only, whatever cost it was made with', async () => {
  const hash = await hashPassword('päss', 5)
  expect(hash).not.toContain('päss')
  expect(await verifyPassword('päss', hash, 4)).toBe(true)
  expect(await verifyPassword('pass', hash, 4)).toBe(false)
  expect(await verifyPassword('päss', null, 4)).toBe(false)
  expect(await hashPassword('päss', 5)).not.toBe(hash)
})

test('remembered reads: gone with any change, ours or another connection’s, and never those of an unfinished one', async () => {
  const one = database
  const two = openDatabase(folder)
  const count = (from: Database) =>
    from.one<{ total: number }>('SELECT count(*) AS total FROM settings')?.total
  const before = count(one) ?? 0
  one.run("INSERT INTO settings VALUES ('a', '1')")
  expect(count(one)).toBe(before + 1)
  expect(() =>
    one.write(() => {
      one.run("INSERT INTO settings VALUES ('b', '1')")
      expect(count(one)).toBe(before + 2)
      throw new Error('undone')
    }),
  ).toThrow('undone')
  expect(count(one)).toBe(before + 1)
  two.run("INSERT INTO settings VALUES ('c', '1')")
  // Another connection is looked for once in a turn of the event loop.
  await new Promise((resolve) => setImmediate(resolve))
  expect(count(one)).toBe(before + 2)
  two.close()
})

test('remembered rows are shared, so they cannot be changed', () => {
  database.run("INSERT INTO settings VALUES ('frozen', '1')")
  const row = database.one<{ value: string }>("SELECT value FROM settings WHERE name = 'frozen'")
  expect(() => Object.assign(row ?? {}, { value: '2' })).toThrow(TypeError)
})
