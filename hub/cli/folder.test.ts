// One Local Hub per data folder, whatever a killed one left behind; and emptying a folder of ours only.
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { claim, reset } from './folder.ts'

let folder: string
beforeEach(() => void (folder = mkdtempSync(join(tmpdir(), 'granary-folder-'))))
afterEach(() => rmSync(folder, { recursive: true }))

const running = () => join(folder, 'running')
/** This run's parent: alive, and not us. */
const other = process.ppid
const startOf = (pid: number) =>
  readFileSync(`/proc/${pid}/stat`, 'utf8')
    .replace(/^.*\) /s, '')
    .split(' ')[19] ?? ''

describe('a folder', () => {
  test('that another process serves is neither served nor emptied', () => {
    writeFileSync(running(), `${other} ${startOf(other)}`)
    expect(() => claim(folder)).toThrow(`(process ${other})`)
    expect(() => reset(folder)).toThrow('stop it first')
    expect(existsSync(running())).toBe(true)
  })

  test.each([
    ['a process that is gone', () => '999999999 1'],
    ['a process whose number is another one’s now', () => `${other} 1`],
    ['something that cannot be read', () => 'nonsense'],
  ])('that %s left is free', (_, text) => {
    writeFileSync(running(), text())
    claim(folder)()
    expect(existsSync(running())).toBe(false)
  })

  test('is emptied of what is ours, and of nothing else', () => {
    for (const name of ['hub.db', 'server.key', 'notes.txt']) writeFileSync(join(folder, name), 'x')
    reset(folder)
    expect(existsSync(join(folder, 'hub.db'))).toBe(false)
    expect(existsSync(join(folder, 'notes.txt'))).toBe(true)
  })
})
