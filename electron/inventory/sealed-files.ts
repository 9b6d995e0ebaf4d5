// What sealed documents' files are called: by hashes, for names hold organizations; the account's comes first, so that
// a sign-out finds its files without a key.
import { createHash } from 'node:crypto'
import * as fs from 'node:fs/promises'
import { diskFailure, systemCode } from '../disk/failure.ts'

const hashOf = (text: string, digits: number): string =>
  createHash('sha256').update(text).digest('hex').slice(0, digits)

/** A document's name is `<kind>/<account id>` or longer. */
export const accountOf = (name: string): string => name.split('/')[1] ?? ''

const markOf = (accountId: string): string => hashOf(`account\n${accountId}`, 16)

const ownPart = (name: string): string => `${hashOf(name, 40)}.json`

export const fileNameOf = (name: string): string => `${markOf(accountOf(name))}-${ownPart(name)}`

/** What the name in a file is sealed about: the part of the file's name that is the document's. */
export const aboutOf = (file: string): string => file.slice(-ownPart('').length)

export const isOf =
  (accountId: string) =>
  (file: string): boolean =>
    file.startsWith(`${markOf(accountId)}-`)

/** The files of an account, without `.previous`. @throws Failed disk.failed */
export async function filesOf(folder: string, accountId: string): Promise<string[]> {
  const pattern = new RegExp(`^${markOf(accountId)}-[0-9a-f]{40}\\.json(?=$|\\.previous$)`)
  try {
    const there = await fs.readdir(folder)
    return [...new Set(there.flatMap((file) => pattern.exec(file) ?? []))]
  } catch (error) {
    if (systemCode(error) === 'ENOENT') return []
    throw diskFailure(error)
  }
}
