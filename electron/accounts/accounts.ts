// The accounts: who is signed in where. Bearers and credentials live here (or in the keychain) and never leave.
import type { Account, ServerChoice, SignInResult } from '../../shared/contract/accounts.ts'
import { Failed, isFailed } from '../../shared/errors.ts'
import * as auth from '../dockerhub/auth.ts'
import type { Bearer, Credential } from '../dockerhub/auth.ts'
import { createHubClient, type HubConnection } from '../dockerhub/client.ts'
import type { Fetch } from '../dockerhub/exchange.ts'
import { createServerClock, type ServerClock } from '../dockerhub/server-clock.ts'
import { inTurn } from '../disk/in-turn.ts'
import type { Keychain } from '../keychain/keychain.ts'
import { type DemoHubAccess, demoServer, type Server, serverOf } from './addresses.ts'
import { createChallenges } from './challenges.ts'
import { type Borrowed, borrow, borrowAnew, type ReadCliSession } from './cli-session.ts'
import { keptCredentials } from './kept-credentials.ts'
import { createSession, type Session } from './session.ts'
import { accountIdOf, type AccountStore, shownAccount, type StoredAccount, trustworthy } from './stored.ts'
import { usernameOf } from './username.ts'

export interface Accounts {
  list(): Account[]
  /** Throws `input.invalid` for an account that is not there. */
  find(accountId: string): Account
  /** The account's client. Its calls throw `signIn.needed` when the owner has to sign in again. */
  client(accountId: string): HubConnection
  /** How its server is reached, for its registry. */
  fetch(accountId: string): Fetch
  signIn(input: {
    server: ServerChoice
    username: string
    secret: string
    keep: boolean
  }): Promise<SignInResult>
  submitCode(input: { challenge: string; code: string }): Promise<SignInResult>
  signInAgain(input: { accountId: string; secret: string; keep: boolean }): Promise<SignInResult>
  /** Borrows the Docker CLI's session. `configFolder` is absolute. Throws what `ReadCliSession` throws, `server.*`. */
  useCliSession(input: { server: ServerChoice; configFolder: string }): Promise<Account>
  /** Reads such an account's session again, after the CLI signed in anew. Throws `dockerSession.otherPerson` too. */
  readCliSessionAgain(accountId: string): Promise<Account>
  /** Throws `keychain.*` when the kept sign-in cannot be removed; the account then stays listed, signed out. */
  signOut(accountId: string): Promise<void>
  /** Signs in to the Local Hub of this start. Its password is never kept. */
  useDemo(demo: DemoHubAccess): Promise<Account>
}

export interface AccountsOptions {
  /** Holds the list without secrets. */
  store: AccountStore
  keychain: Pick<Keychain, 'get' | 'set' | 'remove'>
  readCliSession: ReadCliSession
  /** How to reach a server; may throw `file.unreadable` for its authorities' file. */
  fetchFor(server: { url: string; caFile: string | null }): Fetch
  /** Something about `list()` changed. */
  onChanged(): void
  /** An account is gone: its offline copies are to be removed. */
  onSignedOut(accountId: string): Promise<void> | void
  /** The account's server asked to be left alone for so many seconds. */
  onHeld?(accountId: string, seconds: number): void
  /** The list could not be written; the accounts work until quit. */
  onNotSaved?(error: unknown): void
  now?: () => number
  monotonic?: () => number
  /** Seconds for one call to a server. */
  deadlineSeconds?: number
}

interface Entry {
  row: StoredAccount
  session: Session
  client: HubConnection
  clock: ServerClock
  fetch: Fetch
}

export function openAccounts(options: AccountsOptions): Accounts {
  const { store, fetchFor, onChanged, now = Date.now, monotonic = () => performance.now() } = options
  const deadline = options.deadlineSeconds === undefined ? {} : { deadlineSeconds: options.deadlineSeconds }
  const kept = keptCredentials(options.keychain)
  const challenges = createChallenges(monotonic)
  // What changes list and keychain goes one after the other, so that a sign-out in between leaves nothing behind.
  const turn = inTurn()
  const entries = new Map<string, Entry>()

  for (const row of trustworthy(store.read())) entries.set(row.id, entryOf(row))

  const doorTo = (server: { url: string; caFile: string | null }): auth.HubDoor => ({
    baseUrl: server.url,
    fetch: fetchFor(server),
    now,
    ...deadline,
  })

  function entryOf(row: StoredAccount): Entry {
    const session = createSession(
      {
        signIn: (credential) => auth.signIn(doorTo(row), credential),
        kept: async () => (entries.get(row.id)?.row.kept ? kept.read(row.id) : { state: 'missing' }),
        borrow: row.dockerConfig === null ? undefined : () => borrowOf(row),
        onState: onChanged,
        monotonic,
      },
      row.kept || row.dockerConfig !== null ? 'signedIn' : 'signInNeeded',
    )
    // Asked for at the first call: the authorities' file may not be readable at start.
    let known: Fetch | undefined
    const fetch: Fetch = (url, init) => (known ??= fetchFor(row))(url, init)
    const clock = createServerClock({
      known: row.clock,
      now,
      onChanged(reading) {
        const found = entries.get(row.id)
        if (!found) return
        found.row = { ...found.row, clock: reading }
        void turn(save)
        onChanged()
      },
    })
    const onHeld = (seconds: number) => options.onHeld?.(row.id, seconds)
    const parts = { baseUrl: row.url, fetch, bearer: session, clock, onHeld, now, monotonic, ...deadline }
    return { row, session, fetch, clock, client: createHubClient(parts) }
  }

  const cliSessionFor = (server: Server, configFolder: string) => () =>
    options.readCliSession({ configFolder, registry: server.registry })

  /** The CLI may have signed in as somebody else meanwhile: that session is not this account's. */
  async function borrowOf(row: StoredAccount): Promise<Borrowed> {
    const serverNow = () => now() + (entries.get(row.id)?.clock.offset() ?? 0)
    const door = { ...doorTo(row), now: serverNow }
    const found = await borrow(cliSessionFor(row, row.dockerConfig ?? ''), door)
    if (found.login.toLowerCase() === row.login.toLowerCase()) return found
    throw new Failed('dockerSession.otherPerson', { detail: found.login })
  }

  const shown = ({ row, session, clock }: Entry) => shownAccount(row, session.state, clock.offset())

  function entry(accountId: string): Entry {
    const found = entries.get(accountId)
    if (!found) throw new Failed('input.invalid', { field: 'accountId' })
    return found
  }

  async function save(): Promise<boolean> {
    try {
      await store.write({ accounts: [...entries.values()].map(({ row }) => row) })
      return true
    } catch (error) {
      options.onNotSaved?.(error)
      return false
    }
  }

  /** The account of a person on a server, new or as it is; with the server's address and authorities as given now. */
  function settle(
    { kind, url, registry, caFile }: Server,
    username: string,
    login: string,
    dockerConfig: string | null = null,
  ): Entry {
    const id = accountIdOf({ kind, url }, username)
    const before = entries.get(id)
    const kept = before?.row.kept ?? false
    const clock = before?.row.clock ?? null
    const row = { kind, url, registry, caFile, id, username, login, kept, dockerConfig, clock }
    const same = (key: 'url' | 'caFile' | 'dockerConfig') => before?.row[key] === row[key]
    if (before && same('url') && same('caFile') && same('dockerConfig')) {
      before.row = row
      return before
    }
    before?.session.forget()
    const created = entryOf(row)
    entries.set(id, created)
    return created
  }

  async function keepOrForget(target: Entry, credential: Credential | null): Promise<boolean> {
    const { id } = target.row
    const wasKept = target.row.kept
    // Written before the keychain, so that nothing is kept there that no list leads to.
    if (credential !== null && (await save()) && (await kept.keep(id, credential))) {
      target.row = { ...target.row, kept: true }
    } else if (wasKept) {
      const gone = await kept.remove(id).then(
        () => true,
        () => false,
      )
      target.row = { ...target.row, kept: !gone }
    }
    if (credential === null || target.row.kept !== wasKept) await save()
    return target.row.kept && credential !== null
  }

  /** `credential` is null when it cannot renew the session alone. */
  const finish = (target: () => Entry, bearer: Bearer, credential: Credential | null, keep: boolean) =>
    turn(async () => {
      const signedIn = target()
      signedIn.session.adopt(bearer, credential)
      const isKept = await keepOrForget(signedIn, keep ? credential : null)
      onChanged()
      return { step: 'done' as const, account: shown(signedIn), kept: isKept }
    })

  return {
    list: () => [...entries.values()].map(shown),
    find: (accountId) => shown(entry(accountId)),
    client: (accountId) => entry(accountId).client,
    fetch: (accountId) => entry(accountId).fetch,

    async signIn({ server: choice, username: typed, secret, keep }) {
      const server = serverOf(choice)
      const credential = { username: typed.trim(), secret }
      if (credential.username === '') throw new Failed('input.invalid', { field: 'username' })
      const door = doorTo(server)
      const outcome = await auth.signIn(door, credential)
      if (outcome.step === 'code') {
        const pending = {
          server,
          login: credential.username,
          loginToken: outcome.loginToken,
          accountId: null,
        }
        return { step: 'code', challenge: challenges.open(pending) }
      }
      const username = await usernameOf(door, outcome.bearer, credential.username)
      return finish(() => settle(server, username, credential.username), outcome, credential, keep)
    },

    async submitCode({ challenge, code }) {
      const { server, login, loginToken, accountId } = challenges.find(challenge)
      const door = doorTo(server)
      const bearer = await auth
        .submitCode(door, loginToken, code.replace(/\s/g, ''))
        .catch((error: unknown) => {
          // A wrong code can be typed again; a sign-in that ran out cannot be continued.
          if (isFailed(error, 'signIn.needed')) challenges.close(challenge)
          throw error
        })
      challenges.close(challenge)
      const username = accountId === null ? await usernameOf(door, bearer.bearer, login) : login
      const target = () => {
        if (accountId === null) return settle(server, username, login)
        const { row } = entry(accountId)
        return settle(row, row.username, row.login)
      }
      // A password that needs a code each time cannot renew anything alone, so there is nothing worth keeping.
      return finish(target, bearer, null, false)
    },

    async signInAgain({ accountId, secret, keep }) {
      const { row } = entry(accountId)
      const credential = { username: row.login, secret }
      const outcome = await auth.signIn(doorTo(row), credential)
      const target = () => settle(entry(accountId).row, row.username, row.login)
      if (outcome.step === 'done') return finish(target, outcome, credential, keep)
      const pending = { server: row, login: row.login, loginToken: outcome.loginToken, accountId }
      return { step: 'code', challenge: challenges.open(pending) }
    },

    async useCliSession({ server: choice, configFolder }) {
      const server = serverOf(choice)
      const found = await borrowAnew(cliSessionFor(server, configFolder), doorTo(server))
      const target = () => settle(server, found.username, found.login, configFolder)
      return (await finish(target, found, null, false)).account
    },

    async readCliSessionAgain(accountId) {
      const { row } = entry(accountId)
      if (row.dockerConfig === null) throw new Failed('input.invalid', { field: 'accountId' })
      const found = await borrowAnew(cliSessionFor(row, row.dockerConfig), doorTo(row))
      if (accountIdOf(row, found.username) !== accountId)
        throw new Failed('dockerSession.otherPerson', { detail: found.username })
      const target = () => settle(entry(accountId).row, row.username, found.login, row.dockerConfig)
      return (await finish(target, found, null, false)).account
    },

    signOut: (accountId) =>
      turn(async () => {
        const { row, session } = entry(accountId)
        session.forget()
        challenges.drop((pending) => pending.accountId === accountId)
        if (row.kept) await kept.remove(accountId)
        entries.delete(accountId)
        await save()
        try {
          await options.onSignedOut(accountId)
        } finally {
          onChanged()
        }
      }),

    async useDemo(demo) {
      const target = settle(demoServer(demo), demo.username, demo.username)
      target.session.arm({ username: demo.username, secret: demo.password })
      await target.session.current()
      await turn(save)
      onChanged()
      return shown(target)
    },
  }
}
