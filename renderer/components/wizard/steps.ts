// The steps of the wizard as the list beside it shows them.
import type { Step } from '../../../shared/tokens/validation.ts'

export type StepState = 'current' | 'done' | 'problem' | 'open' | 'closed'

export interface StepEntry {
  step: Step
  title: string
  state: StepState
  /** What was chosen, or what the step is about while nothing is. */
  description: string
}

export const stepTitles: Readonly<Record<Step, string>> = {
  1: 'Label & description',
  2: 'Expiration date',
  3: 'Repository',
  4: 'Organization',
  5: 'Review',
}

/** What a step is about, while nothing is chosen in it. */
export const stepTopics: Readonly<Record<Step, string>> = {
  1: 'What it is for',
  2: 'When it ends',
  3: 'What it may pull and push',
  4: 'What it may manage',
  5: 'Check and generate',
}

export const stateWords: Readonly<Record<StepState, string>> = {
  current: 'Current step',
  done: 'Done',
  problem: 'Needs attention',
  open: 'To do',
  closed: 'After the steps before it',
}
