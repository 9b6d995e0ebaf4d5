// The program that crash.test.ts kills: reads or changes a journal or a safe store in a folder.
import { openSafeStore } from '../../electron/disk/safe-store.ts'
import { openJournal } from '../../electron/journal.ts'

const [, , what, folder = '', adding] = process.argv

const openStore = () =>
  openSafeStore({ folder, file: 'kept.json', schema: { parse: (data) => data as string[] }, defaults: [] })
const journalOf = async () => (await openJournal(`${folder}/kept.json`)).journal

async function add(id: string): Promise<void> {
  if (what === 'store') await (await openStore()).change((ids) => [...ids, id])
  else
    await (
      await journalOf()
    ).open({
      ...{ id, act: 'create', accountId: 'a', organization: 'o', label: 'l', startedAt: '' },
      ...{ knownIds: [], stage: 'asking', tokenId: null },
    })
}

async function read(): Promise<string[]> {
  if (what === 'store') return (await openStore()).read()
  return (await journalOf()).list().map(({ id }) => id)
}

if (adding === undefined) void read().then((ids) => process.stdout.write(ids.join(' ')))
else
  void add(adding).then(
    () => process.stdout.write('done'),
    () => process.stdout.write('failed'),
  )
