// What is under way and must not be lost: each act's intent is on the disk before the act begins.
import * as z from 'zod'
import { sweepTemporary, writeDurably } from './disk/durable.ts'
import { wrap } from './disk/envelope.ts'
import { loadGenerations } from './disk/generations.ts'
import { inTurn } from './disk/in-turn.ts'

const version = 1
const maximum = 4 * 1024 * 1024

const intentSchema = z.strictObject({
  id: z.string().min(1),
  act: z.literal('create'),
  accountId: z.string(),
  organization: z.string(),
  label: z.string(),
  /** ISO 8601. */
  startedAt: z.string(),
  /** The organization's token ids before the act, for telling afterwards which one is new. */
  knownIds: z.array(z.string()),
  /** asking: the server may have been asked. created: it answered with `tokenId`. kept: the keychain has the secret. */
  stage: z.enum(['asking', 'created', 'kept']),
  tokenId: z.string().nullable(),
})
const intentsSchema = z.array(intentSchema)

export type Intent = z.infer<typeof intentSchema>
export type IntentStage = Intent['stage']

/** Every change is on the disk when its promise resolves; when it throws (`disk.full`, `disk.failed`) nothing changed. */
export interface Journal {
  /** The acts that have not ended, oldest first. */
  list(): Intent[]
  open(intent: Intent): Promise<void>
  advance(id: string, change: Partial<{ stage: IntentStage; tokenId: string | null }>): Promise<void>
  /** Ends an act. One that is not open has ended already. */
  close(id: string): Promise<void>
}

/**
 * Opens the journal kept in `file`. A damaged file is renamed to `*.corrupt-<time>` (`setAside`, its new path) and
 * the generation before it is used.
 * @throws Failed file.unreadable when a newer Granary wrote it (the file is left alone), disk.failed
 */
export async function openJournal(file: string): Promise<{ journal: Journal; setAside: string | null }> {
  await sweepTemporary(file)
  const loaded = await loadGenerations(file, { version, maximum, parse: (data) => intentsSchema.parse(data) })
  let intents = loaded.value ?? []
  let revision = loaded.revision
  const turn = inTurn()

  const replace = (next: (intents: Intent[]) => Intent[]) =>
    turn(async () => {
      const wanted = intentsSchema.parse(next(intents))
      await writeDurably(file, JSON.stringify(wrap(wanted, version, revision + 1)), { keepPrevious: true })
      intents = wanted
      revision += 1
    })

  const journal: Journal = {
    list: () => structuredClone(intents),
    open: (intent) =>
      replace((open) => {
        if (open.some(({ id }) => id === intent.id)) throw new Error('An intent with this id is open already')
        return [...open, intent]
      }),
    advance: (id, change) =>
      replace((open) => {
        if (!open.some((intent) => intent.id === id)) throw new Error('No intent with this id is open')
        return open.map((intent) => (intent.id === id ? { ...intent, ...change } : intent))
      }),
    async close(id) {
      await replace((open) => open.filter((intent) => intent.id !== id))
    },
  }
  return { journal, setAside: loaded.setAside[0] ?? null }
}
