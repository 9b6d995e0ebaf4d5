// What is left to do after a token was made in a member's place, and how far it is.

/** What only the owner can say is done, in the order of doing it. */
export const replacingSteps = ['placed', 'signedOut', 'removed'] as const
export type ReplacingStep = (typeof replacingSteps)[number]

export interface Replacing {
  /** User name of the member. */
  member: string
  tokenId: string
  /** When the token was made (ISO 8601). */
  startedAt: string
  /** What the owner ticked. */
  done: ReplacingStep[]
}

/** How many of the four steps are done: three are ticked, and that the token is used is seen. */
export const replacingDone = (replacing: Replacing, lastUsedAt: string | null): number =>
  replacing.done.length + (lastUsedAt === null ? 0 : 1)

export const replacingTotal = replacingSteps.length + 1
