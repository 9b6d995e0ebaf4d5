// A question to the owner as a promise: `await confirm({…})`. ConfirmHost draws it.
import { shallowRef } from 'vue'

export interface Question {
  title: string
  text?: string
  /** Further lines, each a consequence. */
  points?: readonly string[]
  confirmLabel: string
  cancelLabel?: string
  /** A third way out, such as "Keep and leave". */
  alternativeLabel?: string
  tone?: 'normal' | 'danger'
}

export type Answer = 'confirmed' | 'alternative' | 'cancelled'

interface Open {
  question: Question
  answer: (answer: Answer) => void
}

const open = shallowRef<Open | null>(null)

/** Asks, and answers with what was chosen. Escape and a second question cancel the first. */
export function confirm(question: Question): Promise<Answer> {
  open.value?.answer('cancelled')
  return new Promise((resolve) => {
    open.value = {
      question,
      answer: (answer) => {
        open.value = null
        resolve(answer)
      },
    }
  })
}

export function useConfirm() {
  return { confirm, open }
}
