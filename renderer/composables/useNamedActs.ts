// What an owner has named and kept, such as templates: renamed and deleted; what is deleted can be brought back.
import { attempt } from './useAttempt.ts'
import { toast } from './useToasts.ts'

interface NamedStore<Item> {
  rename(id: string, name: string): Promise<void>
  /** The answer puts it back. */
  remove(item: Item): Promise<() => Promise<void>>
}

/** `what` one of them is called in a sentence; `untouched`: what deleting one leaves as it is. */
export const namedActs = <Item extends { name: string }>(
  store: NamedStore<Item>,
  what: string,
  untouched: string,
) => ({
  rename: (id: string, name: string) => attempt(() => store.rename(id, name), `The ${what} was not renamed`),

  remove: (item: Item) =>
    attempt(async () => {
      const restore = await store.remove(item)
      toast({
        tone: 'info',
        title: `“${item.name}” is deleted`,
        text: untouched,
        action: {
          label: 'Undo',
          run: () => void attempt(restore, `“${item.name}” could not be brought back`),
        },
      })
    }, `“${item.name}” was not deleted`),
})
