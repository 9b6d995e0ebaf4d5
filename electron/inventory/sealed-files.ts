// What sealed documents' files are called: by hashes, for names hold organizations; the account's comes first, so that
// a sign-out finds its files without a key.
import { createHash } from 'node:crypto'
import * as fs from 'node:fs/promises'
import { join } from 'node:path'
import { previousOf } from '../disk/durable.ts'
import { diskFailure, systemCode } from '../disk/failure.ts'

const hashOf = (text: string, digits: number): string =>
  createHash('sha256').update(text).digest('hex').slice(0, digits)

/** A document's name is `<kind>/<account id>` or longer. */
export const accountOf = (name: string): string => name.split('/')[1] ?? ''

const markOf = (accountId: string): string => hashOf(`account\n${accountId}`, 16)

/** Without the account, as Granary called it before. */
const earlierNameOf = (name: string): string => `${hashOf(name, 40)}.json`

export const fileNameOf = (name: string): string => `${markOf(accountOf(name))}-${earlierNameOf(name)}`

/** What the name in a file is sealed about: the part that files have always had. */
export const aboutOf = (file: string): string => file.slice(-earlierNameOf('').length)

export const isOf =
  (accountId: string) =>
  (file: string): boolean =>
    file.startsWith(`${markOf(accountId)}-`)

/** @throws Failed disk.failed */
async function filesLike(folder: string, pattern: RegExp): Promise<string[]> {
  try {
    const there = await fs.readdir(folder)
    return [...new Set(there.flatMap((file) => pattern.exec(file) ?? []))]
  } catch (error) {
    if (systemCode(error) === 'ENOENT') return []
    throw diskFailure(error)
  }
}

/** The files of an account, without `.previous`. @throws Failed disk.failed */
export const filesOf = (folder: string, accountId: string): Promise<string[]> =>
  filesLike(folder, new RegExp(`^${markOf(accountId)}-[0-9a-f]{40}\\.json(?=$|\\.previous$)`))

/** The files whose account only the key tells. @throws Failed disk.failed */
export const earlierFiles = (folder: string): Promise<string[]> =>
  filesLike(folder, /^[0-9a-f]{40}\.json(?=$|\.previous$)/)

/** Calls a document's file as it is called now, if it still has its earlier name. @throws Failed disk.failed */
export async function adoptFile(folder: string, name: string): Promise<void> {
  const [from, to] = [join(folder, earlierNameOf(name)), join(folder, fileNameOf(name))]
  for (const path of [previousOf, (file: string) => file])
    await fs.rename(path(from), path(to)).catch((error: unknown) => {
      if (systemCode(error) !== 'ENOENT') throw diskFailure(error)
    })
}
