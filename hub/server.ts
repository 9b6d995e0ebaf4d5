// Starts the Local Hub: opens its folder, fills it with the demo when asked to, and listens, on last time's port again.
import { join } from 'node:path'
import { type Hub, type HubOptions, createHub } from './app.ts'
import type { Database } from './data/database.ts'
import { hashPassword } from './data/passwords.ts'
import { isEmpty, seedDemo } from './data/seed.ts'
import { seedHistory } from './data/seed/history.ts'
import { type DemoCredentials, newDemoCredentials } from './data/seed/credentials.ts'
import { demoOwner } from './data/seed/people.ts'
import { readSetting, writeSetting } from './data/settings.ts'
import { findUser, setPasswordHash } from './data/users.ts'
import { type ListenOptions, type Listening, listen } from './listen.ts'
import { eventsSecretFile, registryCaFile } from './registry/constants.ts'

export interface StartOptions extends Omit<HubOptions, 'allowedHosts'>, Pick<ListenOptions, 'limits'> {
  /** PEM texts, or `own`: a certificate from an authority made once in the data folder. With either: HTTPS. */
  tls?: ListenOptions['tls'] | 'own' | undefined
  /** 0, the default: the port of last time when it is free, else any. */
  port?: number
  /** `127.0.0.1` (the default; the same port of `::1` is taken too), `::1` or `localhost`. */
  host?: string
  /** More `host[:port]` values to answer to, such as a name in the hosts file. */
  extraHosts?: readonly string[]
  /**
   * Fill an empty data folder with the demo: `everybody` gets a new password, handed back once in `credentials`;
   * with `ownerPassword` only the demo owner can sign in, with this password, at this start and in an old folder too.
   */
  seed?: 'everybody' | { ownerPassword: string } | undefined
}

export interface StartedHub {
  /** Such as `http://127.0.0.1:43210`. */
  url: string
  /** As on `docker login`'s command line: `localhost:43210`. */
  registry: string
  /** User name of the demo owner. */
  owner: string
  port: number
  /** The PEM file that a registry is to trust. */
  registryCa: string
  /** The PEM file of the authority behind `tls: 'own'`, for clients to trust; else null. */
  tlsCa: string | null
  /** The file with what a registry has to send with its notifications. */
  eventsSecretFile: string
  /** What was just made for the demo; null when the folder had one already, or only its owner got a password. */
  credentials: DemoCredentials | null
  hub: Hub
  /** Ends open connections and closes the database. */
  close(): Promise<void>
}

const addresses: Readonly<Record<string, ListenOptions['host']>> = {
  '127.0.0.1': '127.0.0.1',
  localhost: '127.0.0.1',
  '::1': '::1',
}

/** Throws, with words for a person, when the folder, the port or the certificate cannot be used. */
export async function startHub(options: StartOptions): Promise<StartedHub> {
  const host = addresses[options.host ?? '127.0.0.1']
  if (!host) throw new Error('The Local Hub listens on this computer only: 127.0.0.1, ::1 or localhost.')
  const hub = createHub({ ...options, allowedHosts: options.extraHosts ?? [] })
  try {
    // The registry's authority beside the seeding: registries read its file when they start.
    const [credentials] = await Promise.all([seed(hub, options.seed), hub.context.registryTokens.prepare()])
    const { tlsCa, tls } = await certificateFor(options)
    const wanted = {
      host,
      port: options.port ?? 0,
      ...(options.limits && { limits: options.limits }),
      ...(tls && { tls }),
    }
    const { port, close } = await listenAgain(hub, wanted)
    const scheme = options.tls ? 'https' : 'http'
    allowOwnNames(hub, scheme, port)
    return {
      url: `${scheme}://${host === '::1' ? '[::1]' : host}:${port}`,
      registry: `localhost:${port}`,
      owner: demoOwner,
      port,
      registryCa: join(options.dataFolder, registryCaFile),
      tlsCa,
      eventsSecretFile: join(options.dataFolder, eventsSecretFile),
      credentials,
      hub,
      async close() {
        await close()
        hub.close()
      },
    }
  } catch (error) {
    hub.close()
    throw error
  }
}

async function certificateFor({
  tls,
  dataFolder,
  extraHosts = [],
  now = Date.now,
}: StartOptions): Promise<{ tlsCa: string | null; tls?: ListenOptions['tls'] }> {
  if (tls !== 'own') return { tlsCa: null, ...(tls && { tls }) }
  // Loaded only when asked for: the X.509 library is a third of the server's start-up time.
  const { serverCertificate } = await import('./certificates/server.ts')
  const names = extraHosts.map((host) => host.replace(/:\d+$/, ''))
  const { cert, key, caFile } = await serverCertificate(dataFolder, names, now())
  return { tlsCa: caFile, tls: { cert, key } }
}

function allowOwnNames(hub: Hub, scheme: 'http' | 'https', port: number): void {
  const standard = port === { http: 80, https: 443 }[scheme]
  for (const name of ['localhost', '127.0.0.1', '[::1]']) {
    hub.allowedHosts.add(`${name}:${port}`)
    if (standard) hub.allowedHosts.add(name)
  }
}

async function seed(hub: Hub, wanted: StartOptions['seed']): Promise<DemoCredentials | null> {
  if (wanted === undefined) return null
  const { context, passwordCost } = hub
  const target = { ...context, passwordCost }
  if (wanted !== 'everybody') {
    await seedForOwner(target, wanted.ownerPassword)
    return null
  }
  if (!isEmpty(context.database)) return null
  const credentials = newDemoCredentials()
  await seedDemo(target, credentials)
  seedHistory(context.database)
  return credentials
}

async function seedForOwner(target: Parameters<typeof seedDemo>[0], password: string): Promise<void> {
  const { database, passwordCost } = target
  const [hash] = await Promise.all([
    hashPassword(password, passwordCost),
    isEmpty(database) ? seedDemo(target, null).then(() => seedHistory(database)) : undefined,
  ])
  const owner = findUser(database, demoOwner)
  if (!owner) throw new Error('The data folder does not hold the demo: it has no demo owner.')
  setPasswordHash(database, owner.id, hash)
}

/** Tries last time's port first when any will do, so that a `docker login` stays good over a restart. */
async function listenAgain(hub: Hub, options: ListenOptions): Promise<Listening> {
  const { database } = hub.context
  const remembered = Number(readSetting(database, 'port') ?? 0)
  const listening =
    options.port > 0 ? await listen(hub, options) : await listenAnywhere(hub, options, remembered)
  rememberPort(database, listening.port, remembered)
  return listening
}

async function listenAnywhere(hub: Hub, options: ListenOptions, remembered: number): Promise<Listening> {
  // More than one try: a port that the system picks for 127.0.0.1 may be taken on ::1.
  for (const port of [remembered, 0, 0, 0]) {
    const listening = await listen(hub, { ...options, port }).catch(() => null)
    if (listening) return listening
  }
  return listen(hub, options)
}

function rememberPort(database: Database, port: number, remembered: number): void {
  if (port !== remembered) writeSetting(database, 'port', String(port))
}
