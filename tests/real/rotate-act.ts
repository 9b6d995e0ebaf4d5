// The program that rotate-crash.test.ts kills: rotates one token, with a journal and kept secrets in files. What it needs
// to know, the password among it, comes on standard input.
import { mkdirSync } from 'node:fs'
import { text } from 'node:stream/consumers'
import { openAccounts } from '../../electron/accounts/accounts.ts'
import { noAccounts } from '../../electron/accounts/stored.ts'
import { writeDurably } from '../../electron/disk/durable.ts'
import {
  changeAccessToken,
  createAccessToken,
  getAccessToken,
  listAccessTokens,
} from '../../electron/dockerhub/tokens.ts'
import { openJournal } from '../../electron/journal.ts'
import { createSecretMemory } from '../../electron/tokens/memory.ts'
import { type RotateInput, rotateToken } from '../../electron/tokens/rotate.ts'
import { memoryKeychain } from '../support/memory-keychain.ts'
import { noCliSession } from '../support/no-cli-session.ts'

export interface RotateAct {
  url: string
  username: string
  password: string
  /** Gets `journal.json` and, in `secrets`, one file per kept secret. */
  folder: string
  input: Omit<RotateInput, 'accountId'>
}

async function act({ url, username, password, folder, input }: RotateAct): Promise<void> {
  mkdirSync(`${folder}/secrets`, { recursive: true })
  const { journal } = await openJournal(`${folder}/journal.json`)
  const accounts = openAccounts({
    store: { read: () => noAccounts, write: () => {} },
    keychain: memoryKeychain(),
    fetchFor: () => fetch,
    readCliSession: noCliSession,
    onChanged: () => {},
    onSignedOut: () => {},
    now: Date.now,
  })
  const server = { kind: 'server', url, caFile: null } as const
  const result = await accounts.signIn({ server, username, secret: password, keep: false })
  if (result.step !== 'done') throw new Error('a code was asked for')
  const { id: accountId } = result.account
  const client = accounts.client(accountId)
  const { organization } = input
  await rotateToken(
    {
      create: {
        keychain: {
          check: async () => 'working',
          set: (name, value) => writeDurably(`${folder}/secrets/${name}`, value),
        },
        journal,
        memory: createSecretMemory(),
        list: async () => (await listAccessTokens(client, organization)).tokens,
        create: (_, body) => createAccessToken(client, organization, body),
        add: async () => undefined,
        noteKept: async () => undefined,
        secretName: ({ tokenId }) => tokenId,
        username: () => username,
        now: Date.now,
      },
      change: {
        get: ({ tokenId }) => getAccessToken(client, organization, tokenId),
        patch: ({ tokenId }, body) => changeAccessToken(client, organization, tokenId, body),
        note: () => Promise.reject(new Error('the token changed')),
        noteGone: () => Promise.reject(new Error('the token is gone')),
      },
    },
    { ...input, accountId },
  )
}

void text(process.stdin)
  .then((said) => act(JSON.parse(said) as RotateAct))
  .then(
    () => process.exit(0),
    (error: unknown) => {
      process.stderr.write(String(error))
      process.exit(1)
    },
  )
