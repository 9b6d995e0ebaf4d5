// Rules for immutable tags: regular expressions that people write, so they are run where they can be stopped.
import { runInNewContext } from 'node:vm'
import type { ImmutableTags } from '../data/repositories.ts'

/** Milliseconds for one question, whatever the expressions and tags are. */
const patience = 200

// The answer is text, so that nothing of the other context gets here.
const program = `
  const matchers = JSON.parse(rules).map((rule) => {
    new RegExp(rule) // by itself first: 'a)|(b' would be one only between the brackets
    return new RegExp('^(?:' + rule + ')$')
  })
  JSON.stringify(JSON.parse(tags).filter((tag) => matchers.some((matcher) => matcher.test(tag))))
`

/**
 * The tags that one of the rules matches whole, or null when a rule is no regular expression or takes too long. An
 * expression can take exponential time (`(a+)+`), and V8 stops it only inside a context with a deadline.
 */
export function matchTags(rules: readonly string[], tags: readonly string[]): string[] | null {
  try {
    const globals = { rules: JSON.stringify(rules), tags: JSON.stringify(tags) }
    return JSON.parse(String(runInNewContext(program, globals, { timeout: patience }))) as string[]
  } catch {
    return null
  }
}

export const isRule = (rule: string): boolean => matchTags([rule], []) !== null

/** Whether the tag may not be deleted. A rule that cannot be answered protects. */
export function isImmutable({ enabled, rules }: ImmutableTags, tag: string): boolean {
  return enabled && matchTags(rules, [tag])?.length !== 0
}
