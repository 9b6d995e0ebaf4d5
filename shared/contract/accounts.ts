// Accounts: who is signed in where. Passwords and codes come in here and never go out.
import * as z from 'zod'
import { call, event, nothing } from './define.ts'
import { accountId, configFolder } from './references.ts'

export const serverChoice = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('dockerHub') }),
  z.object({
    kind: z.literal('server'),
    /** Base address, such as https://hub.example.com; plain http only on this computer itself. */
    url: z.string().min(1).max(2000),
    /** A PEM file of certificate authorities to trust for this server, chosen with `chooseCaFile`. */
    caFile: z.string().max(4096).nullable(),
  }),
])
export type ServerChoice = z.infer<typeof serverChoice>

export const account = z.object({
  id: accountId,
  kind: z.enum(['demo', 'dockerHub', 'server']),
  username: z.string(),
  /** What to call the server: "Docker Hub", "Demo on this computer", "hub.example.com". */
  serverName: z.string(),
  serverUrl: z.string(),
  /** The registry that `docker login` is for, as on its command line; empty means Docker Hub's own. */
  registry: z.string(),
  /** An account whose session ran out stays listed, with its offline inventory, until it is signed out. */
  state: z.enum(['signedIn', 'signInNeeded']),
  /** Whether the sign-in is kept in the keychain. */
  kept: z.boolean(),
  /** The Docker config folder whose session it borrows from the Docker CLI; null when it signs in by itself. */
  dockerConfig: z.string().nullable(),
  /** Milliseconds to add to this computer's clock to have its server's, which decides what has expired. */
  clockOffset: z.number(),
})
export type Account = z.infer<typeof account>

const secret = z.string().min(1).max(4096)

/** Signed in, or one more step: the code of a second factor. `challenge` is a handle that main keeps. */
export const signInResult = z.discriminatedUnion('step', [
  z.object({
    step: z.literal('done'),
    account,
    /** False when "Keep me signed in" was asked for but the keychain refused. */
    kept: z.boolean(),
  }),
  z.object({ step: z.literal('code'), challenge: z.string() }),
])
export type SignInResult = z.infer<typeof signInResult>

export const accounts = {
  list: call(nothing, z.array(account)),
  /** Starts the Local Hub on this computer and signs in to it as the owner of the demo organizations. */
  startDemo: call(nothing, account),
  signIn: call(
    z.object({
      server: serverChoice,
      username: z.string().min(1).max(255),
      /** A password or a personal access token (`dckr_pat_…`). */
      secret,
      keep: z.boolean(),
    }),
    signInResult,
  ),
  /** The second step of `signIn` and `signInAgain`. */
  submitCode: call(z.object({ challenge: z.string(), code: z.string().min(1).max(64) }), signInResult),
  /** Renews an account whose session ran out, with its user name and server as they are. */
  signInAgain: call(z.object({ accountId, secret, keep: z.boolean() }), signInResult),
  /** Signs in with the session that `docker login` left. `configFolder` null means Docker's own. */
  useDockerSession: call(z.object({ server: serverChoice, configFolder }), account),
  /** Reads that session again, after `docker login` was run anew. */
  renewDockerSession: call(z.object({ accountId }), account),
  /** Ends the session; with the kept sign-in and this account's offline copies removed. Kept token secrets stay. */
  signOut: call(z.object({ accountId }), nothing),
  /** Opens the system's file dialog; null when it was cancelled. */
  chooseCaFile: call(nothing, z.string().nullable()),
  changed: event(z.object({})),
}
