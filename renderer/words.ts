// What the words for a failure are: a title that says what happened, and a text with what was kept and what to do next.
import type { Failure } from '../shared/errors.ts'

export interface Words {
  title: string
  text: string
}

export type WordsOf = (failure: Failure) => Words

/** The same words whatever else the failure tells. */
export const fixed = (title: string, text: string) => (): Words => ({ title, text })
