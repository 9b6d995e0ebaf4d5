// What the insights look for: how each kind of finding is called, why it matters, and how much.

/** urgent: something may go wrong or has. notable: worth a look soon. minor: tidying up. */
export type Severity = 'urgent' | 'notable' | 'minor'

export const severities = ['urgent', 'notable', 'minor'] as const satisfies readonly Severity[]

interface Kind {
  severity: Severity
  title: string
  /** A sentence or two. */
  why: string
}

const kinds = {
  usedAfterQuiet: {
    severity: 'urgent',
    title: 'Used again after a long silence',
    why: 'A token that nobody used for months and that is used all of a sudden may be in the wrong hands.',
  },
  unusualUse: {
    severity: 'urgent',
    title: 'Used in an unusual way',
    why: 'This is not how the token was used before. Look at where it was used from; if you do not know the place, deactivate it.',
  },
  creatorGone: {
    severity: 'urgent',
    title: 'Made by someone who is not an owner',
    why: 'Whoever made a token has seen its secret. A successor that you make yourself has one that they do not know.',
  },
  againstPolicy: {
    severity: 'notable',
    title: 'Outside your policy',
    why: 'Made before the policy, or with another program. Granary makes no more of them.',
  },
  expiring: {
    severity: 'notable',
    title: 'Expiring soon',
    why: 'Whatever uses it is refused from that day on. A successor made now can take over without a gap.',
  },
  pushToAll: {
    severity: 'notable',
    title: 'Can push to all repositories',
    why: 'If it leaks, every image of the organization can be replaced, also in repositories created later.',
  },
  noExpiry: {
    severity: 'notable',
    title: 'Never expires',
    why: 'If it leaks, it works until someone notices. A successor can have an end.',
  },
  managementUnused: {
    severity: 'notable',
    title: 'Management access that is not used',
    why: 'It may see or change people and settings of the organization, and nothing makes use of that.',
  },
  expired: {
    severity: 'minor',
    title: 'Expired, and still taking a slot',
    why: 'Nothing can sign in with it. It counts in the token slots until it is deleted.',
  },
  neverUsed: {
    severity: 'minor',
    title: 'Never used',
    why: 'A secret that nobody needs can only be lost. Deleting it stops nothing.',
  },
  unused: {
    severity: 'minor',
    title: 'Not used for a long time',
    why: 'What it was for is probably over. Deactivated, it signs nobody in any more.',
  },
  pullFromAll: {
    severity: 'minor',
    title: 'Reaches all repositories',
    why: 'It reads every image of the organization, also of repositories created later. Few jobs need that.',
  },
} as const satisfies Record<string, Kind>

export type FindingKind = keyof typeof kinds

/** Every kind, the gravest first. */
export const findingKinds = Object.keys(kinds) as FindingKind[]

export const kindOf = (kind: FindingKind): Kind => kinds[kind]
