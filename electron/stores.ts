// Opens everything that is kept in the app's data folder, and collects what the owner should know about it.
import { basename, join } from 'node:path'
import { type StoredAccounts, noAccounts, storedAccounts } from './accounts/stored.ts'
import { type KeptDrafts, keptDrafts } from './areas/drafts.ts'
import { type KeptAcceptances, keptAcceptances, noAcceptances } from './areas/insights.ts'
import { type KeptReplacements, keptReplacements, noReplacements } from './areas/replacements.ts'
import { type KeptTemplates, keptTemplates, noTemplates } from './areas/templates.ts'
import { type KeptViews, keptViews, noViews } from './areas/views.ts'
import { type SafeStore, openSafeStore } from './disk/safe-store.ts'
import { type Journal, openJournal } from './journal.ts'
import { type Preferences, openSettings } from './settings.ts'
import { type KeptTold, keptTold } from './notifications/told.ts'
import { type KeptSecrets, keptSecrets, noKeptSecrets } from './tokens/kept-index.ts'
import { type WindowState, defaultWindowState, parseWindowState } from './window-state.ts'

export interface Stores {
  settings: Preferences
  /** Findings of the insights that the owner accepted. */
  accepted: SafeStore<KeptAcceptances>
  journal: Journal
  accounts: SafeStore<StoredAccounts>
  drafts: SafeStore<KeptDrafts>
  keptSecrets: SafeStore<KeptSecrets>
  replacements: SafeStore<KeptReplacements>
  templates: SafeStore<KeptTemplates>
  views: SafeStore<KeptViews>
  /** What was notified. */
  told: SafeStore<KeptTold>
  window: SafeStore<WindowState>
  /** Resolves when nothing waits to be written any more. */
  settled(): Promise<void>
  /** Sentences about files that were set aside, or cannot be read. */
  notices(): { text: string }[]
  noteSetAside(file: string): void
  /** Told when there is another notice, after the start too: the inventory is opened when it is looked at. */
  onNotice(listener: () => void): void
}

/** @throws Failed file.unreadable, disk.failed when the journal cannot be read: then nothing may be created */
export async function openStores(folder: string): Promise<Stores> {
  const aside: string[] = []
  let announce: () => void = () => undefined
  const noteSetAside = (file: string) => {
    aside.push(file)
    announce()
  }
  const shared = { folder, onSetAside: noteSetAside }
  const [settings, opened, accepted, accounts, drafts, kept, replacements, templates, views, told, window] =
    await Promise.all([
      openSettings(shared),
      openJournal(join(folder, 'journal.json')),
      openSafeStore({ ...shared, file: 'accepted.json', schema: keptAcceptances, defaults: noAcceptances }),
      openSafeStore({ ...shared, file: 'accounts.json', schema: storedAccounts, defaults: noAccounts }),
      openSafeStore<KeptDrafts>({ ...shared, file: 'drafts.json', schema: keptDrafts, defaults: {} }),
      openSafeStore({ ...shared, file: 'kept-secrets.json', schema: keptSecrets, defaults: noKeptSecrets }),
      openSafeStore({
        ...shared,
        file: 'replacements.json',
        schema: keptReplacements,
        defaults: noReplacements,
      }),
      openSafeStore({ ...shared, file: 'templates.json', schema: keptTemplates, defaults: noTemplates }),
      openSafeStore({ ...shared, file: 'views.json', schema: keptViews, defaults: noViews }),
      openSafeStore<KeptTold>({ ...shared, file: 'told.json', schema: keptTold, defaults: {} }),
      openSafeStore({
        ...shared,
        file: 'window.json',
        schema: { parse: parseWindowState },
        defaults: defaultWindowState,
      }),
    ])
  if (settings.trouble) settings.onChange(() => announce())
  if (opened.setAside !== null) noteSetAside(opened.setAside)
  return {
    settings,
    journal: opened.journal,
    accepted,
    accounts,
    drafts,
    keptSecrets: kept,
    replacements,
    templates,
    views,
    told,
    window,
    async settled() {
      const open = [settings, accepted, accounts, drafts, kept, replacements, templates, views, told, window]
      await Promise.all(open.map((store) => store.settled()))
    },
    notices: () => [
      ...aside.map((file) => ({ text: setAsideWords(basename(file)) })),
      ...(settings.trouble ? [{ text: settingsWords }] : []),
      ...troubled({
        'list of accounts': accounts,
        'list of accepted insights': accepted,
        'unfinished forms': drafts,
        'list of kept secrets': kept,
        'list of replaced members': replacements,
        'list of your templates': templates,
        'list of your views': views,
        'list of what you were notified of': told,
      }).map((what) => ({
        text: `The ${what} cannot be read: a newer Granary wrote it, or the disk refuses. Nothing was changed.`,
      })),
    ],
    noteSetAside,
    onNotice: (listener) => void (announce = listener),
  }
}

const settingsWords =
  'Your settings cannot be read: a newer Granary wrote them, or the disk refuses. Nothing was changed, but your policy does not hold meanwhile, and the usual settings apply.'

/** `file`: its new name, which says why (electron/disk/durable.ts). */
const setAsideWords = (file: string): string =>
  file.includes('.other-key-')
    ? `A file that was encrypted with another key, such as another computer’s, was set aside as ${file}. Nothing in it was changed.`
    : `A damaged file was set aside as ${file}; the last good copy, if there was one, is used instead.`

const troubled = (stores: Record<string, Pick<SafeStore<unknown>, 'trouble'>>): string[] =>
  Object.entries(stores)
    .filter(([, { trouble }]) => trouble !== null)
    .map(([what]) => what)
