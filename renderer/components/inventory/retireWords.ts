// What each act on several tokens is called: the question, while it goes on, and when it is over.
import type { RetireAct } from '../../retiring.ts'

export const retireWords: Record<
  RetireAct,
  {
    verb: string
    going: string
    past: string
    /** Why there is nothing to do about a token, and about all of them. */
    idle: string
    noneLeft: string
    /** What it means for them. */
    meaning: string
  }
> = {
  delete: {
    verb: 'Delete',
    going: 'Deleting',
    past: 'deleted',
    idle: 'Nothing to do',
    noneLeft: 'No token is left',
    meaning:
      'This cannot be undone. Whatever uses them stops working at once; their slots become free, and secrets kept here are removed.',
  },
  forget: {
    verb: 'Remove',
    going: 'Removing',
    past: 'removed from the list',
    idle: 'Still on the server: it stays',
    noneLeft: 'None of them is gone',
    meaning:
      'The server does not have them any more; this computer forgets what it knows of them. “Undo” brings them back, but not a secret that was removed.',
  },
  deactivate: {
    verb: 'Deactivate',
    going: 'Deactivating',
    past: 'deactivated',
    idle: 'Not active: nothing to do',
    noneLeft: 'None of them is active',
    meaning: 'They sign nobody in any more from then on. They keep their slots until they are deleted.',
  },
}
