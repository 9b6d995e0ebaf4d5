// Two edits of one token: what each made of what was there, and whether both can be had.
import { type EditedFields, sameResources } from './edit-form.ts'
import { accessInWords } from './words.ts'

export interface ConflictRow {
  name: 'Label' | 'Description' | 'Access'
  /** Lines of what the owner was shown, wants, and would find now; those of an access that all three have are left out. */
  shown: string[]
  wanted: string[]
  theirs: string[]
  /** How many lines were left out. */
  inAll: number
}

export interface Conflict {
  /** The fields that are not the same in all three. */
  rows: ConflictRow[]
  /** Both edits, when no field was changed in two ways. */
  both: EditedFields | null
}

export function conflictOf(shown: EditedFields, wanted: EditedFields, theirs: EditedFields): Conflict {
  const rows: ConflictRow[] = []
  let collides = false
  /** The value after both edits. */
  function merged<Field extends keyof EditedFields>(
    field: Field,
    same: (one: EditedFields[Field], other: EditedFields[Field]) => boolean,
    row: () => ConflictRow,
  ): EditedFields[Field] {
    const isMine = !same(shown[field], wanted[field])
    const isTheirs = !same(shown[field], theirs[field])
    if (isMine || isTheirs) rows.push(row())
    if (isMine && isTheirs && !same(wanted[field], theirs[field])) collides = true
    return isMine ? wanted[field] : theirs[field]
  }
  const sameText = (one: string, other: string) => one === other
  const textRow = (name: 'Label' | 'Description', field: 'label' | 'description') => (): ConflictRow => ({
    name,
    shown: [shown[field]],
    wanted: [wanted[field]],
    theirs: [theirs[field]],
    inAll: 0,
  })
  const both: EditedFields = {
    label: merged('label', sameText, textRow('Label', 'label')),
    description: merged('description', sameText, textRow('Description', 'description')),
    resources: merged('resources', sameResources, () => accessRow(shown, wanted, theirs)),
  }
  return { rows, both: collides ? null : both }
}

function accessRow(shown: EditedFields, wanted: EditedFields, theirs: EditedFields): ConflictRow {
  const [was, mine, now] = [shown, wanted, theirs].map(({ resources }) => accessInWords(resources)) as [
    string[],
    string[],
    string[],
  ]
  const inAll = new Set(was.filter((line) => mine.includes(line) && now.includes(line)))
  const rest = (lines: string[]) => lines.filter((line) => !inAll.has(line))
  return { name: 'Access', shown: rest(was), wanted: rest(mine), theirs: rest(now), inAll: inAll.size }
}
