// A short list of what an owner has named and kept, such as templates: names of their own, a limit, and a way back from
// deleting. The areas hand in their store and the failures that tell what went wrong.
import { randomUUID } from 'node:crypto'
import { Failed, type FailureCode } from '../shared/errors.ts'
import { isNameUsed } from '../shared/names.ts'

export interface Named {
  id: string
  name: string
}

interface NamedListParts<Item> {
  read(): readonly Item[]
  /** In turn with other changes. @throws Failed disk.*, file.unreadable: nothing has changed then */
  change(next: (kept: readonly Item[]) => Item[]): Promise<unknown>
  maximum: number
  failures: Record<'full' | 'nameUsed' | 'gone', FailureCode>
}

/** @throws Failed what `failures` names, and what `change` throws */
export function namedList<Item extends Named>({ read, change, maximum, failures }: NamedListParts<Item>) {
  function refuseUsed(name: string, others: readonly Item[]): void {
    const names = others.map((other) => other.name)
    if (isNameUsed(name, names)) throw new Failed(failures.nameUsed, { field: 'name' })
  }

  async function add(added: Item): Promise<undefined> {
    await change((kept) => {
      const others = kept.filter(({ id }) => id !== added.id)
      if (others.length >= maximum) throw new Failed(failures.full)
      refuseUsed(added.name, others)
      return [...others, added]
    })
  }

  return {
    list: () => [...read()],
    async save<Content extends Omit<Item, 'id'>>(content: Content): Promise<Content & { id: string }> {
      const added = { ...content, id: randomUUID() }
      await add(added as unknown as Item)
      return added
    },
    async rename({ id, name }: Named): Promise<Item> {
      let renamed: Item | undefined
      await change((kept) => {
        const found = kept.find((one) => one.id === id)
        if (!found) throw new Failed(failures.gone)
        refuseUsed(
          name,
          kept.filter((one) => one !== found),
        )
        const next = { ...found, name }
        renamed = next
        return kept.map((one) => (one === found ? next : one))
      })
      if (!renamed) throw new Failed('internal')
      return renamed
    },
    /** One that is gone already is fine. */
    async delete({ id }: Pick<Named, 'id'>): Promise<undefined> {
      await change((kept) => kept.filter((one) => one.id !== id))
    },
    /** Puts back one that was deleted. */
    restore: add,
  }
}
