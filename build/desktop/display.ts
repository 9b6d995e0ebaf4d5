// A virtual display that only this user can look at.
import { randomBytes } from 'node:crypto'
import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { plainEnvironment } from '../project.ts'
import { startGuarded } from './guarded.ts'

export interface VirtualDisplay {
  /** DISPLAY and XAUTHORITY. */
  env: { DISPLAY: string; XAUTHORITY: string }
  stop(): Promise<void>
}

/** Starts Xvfb on a free number. Its cookie lies in `folder`, so that no other user of the machine sees a secret on screen. */
export async function startDisplay(folder: string): Promise<VirtualDisplay> {
  const authority = join(folder, 'Xauthority')
  await writeFile(authority, authorityEntry(randomBytes(16)), { mode: 0o600 })
  const xvfb = startGuarded(
    'Xvfb',
    ['-displayfd', '3', '-screen', '0', '1440x900x24', '-nolisten', 'tcp', '-auth', authority],
    { env: plainEnvironment() },
  )
  const number = await xvfb.firstLine
  return { env: { DISPLAY: `:${number}`, XAUTHORITY: authority }, stop: xvfb.stop }
}

/** One entry of an Xauthority file for any display: family 'wild', no address, no number, name, cookie. */
function authorityEntry(cookie: Buffer): Buffer {
  const counted = (data: Buffer) => {
    const length = Buffer.alloc(2)
    length.writeUInt16BE(data.length)
    return Buffer.concat([length, data])
  }
  const familyWild = Buffer.from([0xff, 0xff])
  const nothing = counted(Buffer.alloc(0))
  return Buffer.concat([
    familyWild,
    nothing,
    nothing,
    counted(Buffer.from('MIT-MAGIC-COOKIE-1')),
    counted(cookie),
  ])
}
