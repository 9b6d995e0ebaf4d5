// Stands where the desktop's password prompt would be and never answers: a prompt that is up and ignored.
import { once } from 'node:events'
import { type Socket, createConnection } from 'node:net'

const prompterName = 'org.gnome.keyring.SystemPrompter'

/** Takes the prompter's name on the bus (`unix:path=…`). Returns its end. */
export async function ignorePrompts(address: string): Promise<() => void> {
  const socket = createConnection(address.replace('unix:path=', ''))
  socket.write(`\0AUTH EXTERNAL ${Buffer.from(String(process.getuid?.())).toString('hex')}\r\n`)
  await once(socket, 'data')
  socket.write('BEGIN\r\n')
  await call(socket, 1, 'Hello', '', Buffer.alloc(0))
  await call(
    socket,
    2,
    'RequestName',
    'su',
    Buffer.concat([text(prompterName), padding(text(prompterName), 4), word(0)]),
  )
  return () => socket.destroy()
}

/** Calls a method of the bus itself and waits until something comes back. */
async function call(
  socket: Socket,
  serial: number,
  member: string,
  signature: string,
  body: Buffer,
): Promise<void> {
  const fields = [
    field(1, 'o', text('/org/freedesktop/DBus')),
    field(2, 's', text('org.freedesktop.DBus')),
    field(3, 's', text(member)),
    field(6, 's', text('org.freedesktop.DBus')),
    ...(signature ? [field(8, 'g', signatureOf(signature))] : []),
  ]
  let list = Buffer.alloc(0)
  for (const one of fields) list = Buffer.concat([list, padding(list, 8), one])
  // Little endian, method call, no flags, protocol version 1.
  const header = Buffer.concat([
    Buffer.from('l\x01\x00\x01'),
    word(body.length),
    word(serial),
    word(list.length),
    list,
  ])
  socket.write(Buffer.concat([header, padding(header, 8), body]))
  await once(socket, 'data')
}

const word = (value: number): Buffer => {
  const bytes = Buffer.alloc(4)
  bytes.writeUInt32LE(value)
  return bytes
}
const text = (value: string): Buffer =>
  Buffer.concat([word(Buffer.byteLength(value)), Buffer.from(`${value}\0`)])
const signatureOf = (value: string): Buffer =>
  Buffer.concat([Buffer.from([value.length]), Buffer.from(`${value}\0`)])
const padding = (before: Buffer, to: number): Buffer => Buffer.alloc((to - (before.length % to)) % to)
const field = (code: number, type: string, value: Buffer): Buffer =>
  Buffer.concat([Buffer.from([code]), signatureOf(type), value])
