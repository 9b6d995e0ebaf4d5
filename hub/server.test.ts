// The Local Hub over real sockets: hosts as they arrive, slow and greedy clients, ports, HTTPS, and the folder it leaves.
import { once } from 'node:events'
import { mkdtempSync, readFileSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { type IncomingMessage, request as httpRequest } from 'node:http'
import { request as httpsRequest } from 'node:https'
import { type Socket, connect, createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { buffer } from 'node:stream/consumers'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { issue } from '../tests/support/certificates.ts'
import { type StartOptions, type StartedHub, startHub } from './server.ts'
import { readAnswer } from './test-hub.ts'

let folder: string
const running: StartedHub[] = []
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'granary-hub-'))
})
afterEach(async () => {
  for (const started of running.splice(0)) await started.close()
  rmSync(folder, { recursive: true, force: true })
})

async function start(options: Partial<StartOptions> = {}): Promise<StartedHub> {
  const started = await startHub({ dataFolder: folder, passwordCost: 4, ...options })
  running.push(started)
  return started
}

/** Asks over a connection of its own: a kept one may belong to the server that had this port before. */
async function ask(
  url: string,
  init: { method?: string; headers?: Record<string, string>; body?: string } = {},
) {
  const { body, ...options } = init
  const request = httpRequest(url, { ...options, agent: false }).end(body)
  const [response] = (await once(request, 'response')) as [IncomingMessage]
  return readAnswer(
    new Response(new Uint8Array(await buffer(response)), { status: response.statusCode ?? 0 }),
  )
}

/** Sends bytes as they are and answers what comes back until the server closes. */
async function raw(port: number, text: string, host = '127.0.0.1'): Promise<string> {
  const socket = connect({ port, host })
  socket.on('error', () => undefined)
  await once(socket, 'connect')
  socket.write(text)
  return (await buffer(socket)).toString()
}

const get = (host: string | null, path = '/v2/namespaces/harborline/repositories', version = '1.1') =>
  [
    `GET ${path} HTTP/${version}`,
    ...(host === null ? [] : [`Host: ${host}`]),
    'Connection: close',
    '',
    '',
  ].join('\r\n')

const statusOf = (answer: string) => Number(/^HTTP\/1\.\d (\d{3})/.exec(answer)?.[1] ?? 0)

const signIn = (url: string, password: string) =>
  ask(`${url}/v2/users/login`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ username: 'robinhale', password }),
  })

describe('the Host header', () => {
  test('must be one of the server’s own names with its port, exactly', async () => {
    const { port } = await start({ seed: { ownerPassword: 'x' } })
    for (const host of [`localhost:${port}`, `127.0.0.1:${port}`, `[::1]:${port}`, `LOCALHOST:${port}`])
      expect(statusOf(await raw(port, get(host))), host).toBe(200)

    const names = [
      'localhost',
      '127.0.0.1',
      '[::1]',
      'evil.example',
      '0.0.0.0',
      '127.1',
      '2130706433',
      'localhost.',
      '',
    ].concat('hub', '127.0.0.2', '[::]', '::1', 'ip6-localhost')
    const variants = names.flatMap((name) => [
      name,
      `${name}:`,
      `${name}:80`,
      `${name}:${port + 1}`,
      `${name}:0${port}`,
      `${name}:${port}.evil.example`,
      `${name}.evil.example:${port}`,
      `evil.${name}:${port}`,
      `${name}:${port}/x`,
      `${name}:${port}@evil.example`,
      `evil.example@${name}:${port}`,
      `${name}:${port}, evil.example`,
      `${name}:${port}#`,
      `${name}%00:${port}`,
      `http://${name}:${port}`,
      `${name}:${port}\r\nHost: evil.example`,
    ])
    for (const host of variants) {
      const status = statusOf(await raw(port, get(host)))
      expect([400, 421], `${JSON.stringify(host)} got ${status}`).toContain(status)
    }
  })

  test('missing, or overruled by the request line, is refused', async () => {
    const { port } = await start({ seed: { ownerPassword: 'x' } })
    expect([400, 421]).toContain(statusOf(await raw(port, get(null))))
    expect([400, 421]).toContain(statusOf(await raw(port, get(null, undefined, '1.0'))))
    expect(statusOf(await raw(port, get(`localhost:${port}`, 'http://evil.example/v2/user')))).toBe(421)
  })

  test('may be another name that was allowed at the start', async () => {
    const { port } = await start({ seed: { ownerPassword: 'x' }, extraHosts: ['hub.example.test:8080'] })
    expect(statusOf(await raw(port, get('hub.example.test:8080')))).toBe(200)
    expect(statusOf(await raw(port, get('hub.example.test')))).toBe(421)
  })
})

describe('slow and greedy clients', () => {
  test('a header that is not finished in time is cut off, while others are served', async () => {
    const { port, url } = await start({ limits: { headersTimeout: 150 } })
    const slow = connect({ port, host: '127.0.0.1' })
    slow.on('error', () => undefined)
    await once(slow, 'connect')
    slow.write(`GET /v2/user HTTP/1.1\r\nHost: localhost:${port}\r\nX-Slow: `)
    const closed = buffer(slow)
    expect((await ask(`${url}/v2/user`)).status).toBe(401)
    expect(statusOf((await closed).toString())).toBe(408)
  })

  test('a body that is not finished in time is cut off', async () => {
    const { port } = await start({ limits: { headersTimeout: 150, requestTimeout: 200 } })
    const head = `POST /v2/users/login HTTP/1.1\r\nHost: localhost:${port}\r\nContent-Type: application/json\r\n`
    const answer = await raw(port, `${head}Content-Length: 100\r\n\r\n{"username":`)
    expect(statusOf(answer)).toBe(408)
  })

  test('connections over the cap are closed, and room is made again', async () => {
    const { port, url } = await start({ limits: { connections: 3 } })
    const sockets = await Promise.all(
      Array.from({ length: 3 }, async () => {
        const socket = connect({ port, host: '127.0.0.1' })
        await once(socket, 'connect')
        return socket
      }),
    )
    const fourth: Socket = connect({ port, host: '127.0.0.1' })
    fourth.on('error', () => undefined)
    await once(fourth, 'close')
    const [first] = sockets
    first?.destroy()
    // The server learns of the closing in its own time.
    const answered = async (): Promise<number> =>
      ask(`${url}/v2/user`).then((answer) => answer.status, answered)
    expect(await answered()).toBe(401)
    for (const socket of sockets) socket.destroy()
  })

  test('headers and bodies that are too large are refused', async () => {
    const { port, url } = await start()
    const many = `GET /v2/user HTTP/1.1\r\nHost: localhost:${port}\r\nX-Large: ${'x'.repeat(20_000)}\r\n\r\n`
    expect(statusOf(await raw(port, many))).toBe(431)
    const answer = await ask(`${url}/v2/users/login`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: 'x'.repeat(70_000),
    })
    expect(answer.status).toBe(413)
  })

  test.each([
    'GET / HTTP/9.9\r\n\r\n',
    'nonsense\r\n\r\n',
    '\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03',
    'POST /v2/users/login HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n',
    'POST /v2/users/login HTTP/1.1\r\nHost: x\r\nContent-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n',
  ])('%j does not take it down', async (text) => {
    const { port, url } = await start({ limits: { headersTimeout: 200, requestTimeout: 300 } })
    await raw(port, text)
    expect((await ask(`${url}/v2/user`)).status).toBe(401)
  })
})

describe('where it listens', () => {
  test('on 127.0.0.1 and on the same port of ::1, nowhere else', async () => {
    const { port, url, registry } = await start()
    expect(url).toBe(`http://127.0.0.1:${port}`)
    expect(registry).toBe(`localhost:${port}`)
    expect(statusOf(await raw(port, get(`[::1]:${port}`, '/v2/user'), '::1'))).toBe(401)
    await expect(startHub({ dataFolder: folder, host: '0.0.0.0' })).rejects.toThrow('this computer only')
  })

  test('on the port of last time, and on another when that is taken', async () => {
    const first = await start()
    await first.close()
    running.length = 0
    const second = await start()
    expect(second.port).toBe(first.port)
    await second.close()
    running.length = 0

    const squatter = createServer().listen({ port: first.port, host: '::1' })
    await once(squatter, 'listening')
    try {
      const third = await start()
      expect(third.port).not.toBe(first.port)
    } finally {
      squatter.close()
    }
  })

  test('on a given port, or says that it is taken', async () => {
    const { port } = await start()
    const other = mkdtempSync(join(tmpdir(), 'granary-hub-'))
    try {
      await expect(startHub({ dataFolder: other, port })).rejects.toThrow(`Port ${port}`)
    } finally {
      rmSync(other, { recursive: true, force: true })
    }
  })

  test('with HTTPS when it is given a certificate; links and realm say so', async () => {
    const { cert, key } = await issue({ name: 'localhost', names: ['localhost'], ca: true })
    const { port, url } = await start({ seed: { ownerPassword: 'x' }, tls: { cert, key } })
    expect(url).toBe(`https://127.0.0.1:${port}`)
    const askSecurely = async (path: string) => {
      const request = httpsRequest(`https://localhost:${port}${path}`, { ca: cert }).end()
      const [response] = await once(request, 'response')
      return { headers: response.headers, body: JSON.parse((await buffer(response)).toString()) }
    }
    const list = await askSecurely('/v2/namespaces/harborline/repositories')
    expect(list.body.next).toContain(`https://localhost:${port}/v2/namespaces`)
    expect((await askSecurely('/v2/')).headers['www-authenticate']).toContain(
      `realm="https://localhost:${port}/token"`,
    )
  })
})

describe('the data folder', () => {
  test('is for its owner only, and holds no secret in clear', async () => {
    const password = 'a-password-of-the-owner'
    const started = await start({ seed: { ownerPassword: password } })
    const { token } = (await signIn(started.url, password)).body
    expect(token).toEqual(expect.any(String))
    await started.close()
    running.length = 0
    expect(statSync(folder).mode & 0o777).toBe(0o700)
    for (const name of readdirSync(folder)) {
      const mode = statSync(join(folder, name)).mode & 0o777
      expect([name, mode.toString(8)]).toEqual([name, name === 'registry-ca.pem' ? '644' : '600'])
      const content = readFileSync(join(folder, name), 'latin1')
      expect(content).not.toContain(password)
      expect(content).not.toContain(token)
    }
  })

  test('gives the demo owner the password of each start, and ends the sessions of the last', async () => {
    const first = await start({ seed: { ownerPassword: 'first' } })
    const before = (await signIn(first.url, 'first')).body.token as string
    await first.close()
    running.length = 0
    const second = await start({ seed: { ownerPassword: 'second' } })
    expect((await signIn(second.url, 'first')).status).toBe(401)
    expect((await signIn(second.url, 'second')).status).toBe(200)
    const user = await ask(`${second.url}/v2/user`, { headers: { authorization: `Bearer ${before}` } })
    expect(user.status).toBe(401)
  })

  test('keeps tokens over a restart', async () => {
    const first = await start({ seed: { ownerPassword: 'x' } })
    const bearer = (await signIn(first.url, 'x')).body.token as string
    const made = await ask(`${first.url}/v2/orgs/meadowlark/access-tokens`, {
      method: 'POST',
      headers: { authorization: `Bearer ${bearer}`, 'content-type': 'application/json' },
      body: JSON.stringify({
        label: 'x',
        resources: [{ type: 'TYPE_REPO', path: 'meadowlark/*', scopes: ['scope-image-pull'] }],
      }),
    })

    await first.close()
    running.length = 0
    const second = await start({ seed: { ownerPassword: 'x' } })
    const exchanged = await ask(`${second.url}/v2/auth/token`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ identifier: 'meadowlark', secret: made.body.token }),
    })
    expect(exchanged.status).toBe(200)
  })

  test('hands out the credentials of everybody once', async () => {
    const first = await start({ seed: 'everybody' })
    expect(first.credentials?.people.map(({ username }) => username)).toContain('danieloduya')
    expect((await signIn(first.url, first.credentials?.people[0]?.password ?? '')).status).toBe(200)
    await first.close()
    running.length = 0
    expect((await start({ seed: 'everybody' })).credentials).toBeNull()
  })

  test.each([
    ['server.key', 'server.key'],
    ['hub.db', 'database'],
    ['registry-ca.pem', 'PEM'],
  ])('with a damaged %s is refused with words, or still starts where it can', async (name) => {
    const first = await start({ seed: { ownerPassword: 'x' } })
    await first.close()
    running.length = 0
    writeFileSync(join(folder, name), 'damaged'.repeat(2000))
    const outcome = await start({ seed: { ownerPassword: 'x' } }).then(
      () => 'started',
      (error: unknown) => String(error),
    )
    if (name === 'registry-ca.pem') expect(outcome).toBe('started')
    else expect(outcome).toMatch(name === 'server.key' ? /server\.key/ : /hub\.db cannot be read/)
  })

  test('with a key of another folder, or without its key, is refused', async () => {
    const first = await start({ seed: { ownerPassword: 'x' } })
    await first.close()
    running.length = 0
    writeFileSync(join(folder, 'server.key'), `${'ab'.repeat(32)}\n`)
    await expect(start()).rejects.toThrow('does not belong')
    rmSync(join(folder, 'server.key'))
    await expect(start()).rejects.toThrow('missing')
  })
})
