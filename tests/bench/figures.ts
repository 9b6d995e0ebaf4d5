// What a bench found: a row for each figure on the screen, all of them as JSON, and a failure where a goal is missed.
import { mkdirSync, writeFileSync } from 'node:fs'
import { fromRoot } from '../../build/project.ts'
import { rounded } from './measure.ts'

export interface Figure {
  name: string
  /** What was measured, as a multiple of what it is compared with. */
  ratio: number
  /** The ratio may be this much at most; null where none was set. */
  goal: number | null
  /** What was measured, in words. */
  about: string
}

/** Prints the figures, writes test-results/bench/NAME.json, and makes the process fail where a goal is missed. */
export function report(name: string, figures: readonly Figure[]): void {
  for (const { name: figure, ratio, goal, about } of figures) {
    const missed = goal !== null && ratio > goal
    const verdict = goal === null ? '' : missed ? `, missed: at most ${goal}` : ` (goal ${goal})`
    console.log(`${figure}: ${rounded(ratio, 3)}${verdict}; ${about}`)
    if (missed) process.exitCode = 1
  }
  const folder = fromRoot('test-results', 'bench')
  mkdirSync(folder, { recursive: true })
  writeFileSync(`${folder}/${name}.json`, JSON.stringify(figures, null, 2))
}
