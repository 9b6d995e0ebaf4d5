// Doing what may be refused: what was not done is told, with the reason.
import { failureOf } from '../failed.ts'
import { failureWords } from '../messages.ts'
import { toast } from './useToasts.ts'

/** `title` says what was not done; without one the failure's own words do. */
export function tellFailure(error: unknown, title?: string) {
  const words = failureWords(failureOf(error))
  toast({ tone: 'danger', ...(title ? { title, text: `${words.title}. ${words.text}` } : words) })
}

/** True when it was done; else that was told. */
export async function attempt(act: () => Promise<unknown>, title?: string): Promise<boolean> {
  try {
    await act()
    return true
  } catch (error) {
    tellFailure(error, title)
    return false
  }
}
