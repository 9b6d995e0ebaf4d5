// Use of a token that does not fit how it was used before: from an address, or with a client, that it never had.

export interface TokenUse {
  tokenId: string
  /** ISO 8601. */
  at: string
  /** With its organization. */
  repository: string
  /** IPv4 or IPv6; empty when the server does not tell. */
  address: string
  /** As the client named itself: "docker/27.1 go/go1.22 os/linux". */
  client: string
}

/** How one token was used so far. */
export interface Habit {
  uses: number
  firstAt: string
  lastAt: string
  networks: Known
  clients: Known
}

interface Known {
  /** Those seen last, the newest at the end. */
  names: string[]
  /** How many different ones there were, the forgotten ones included. */
  met: number
}

/** By token id. */
export type Habits = Readonly<Record<string, Habit>>

export interface UnusualUse extends TokenUse {
  /** What the token never had before. */
  why: 'address' | 'client' | 'both'
}

/** Before so many uses, and within the first day, everything is new and nothing unusual. */
export const usesToKnow = 10
const timeToKnow = 86_400_000
/** A token that meets a new address every few uses moves about: for it no address is unusual. */
const usesForEach = 5
const remembered = 50

/** The network that an address lies in: /24 of IPv4, /48 of IPv6; null for what is no address. */
export function networkOf(address: string): string | null {
  const four = /^(?:::ffff:)?(\d{1,3})\.(\d{1,3})\.(\d{1,3})\.\d{1,3}$/i.exec(address)
  if (four) return `${four.slice(1).join('.')}.0/24`
  if (!/^[0-9a-f:]+$/i.test(address) || !address.includes(':')) return null
  const [head = '', tail] = address.toLowerCase().split('::')
  const front = head === '' ? [] : head.split(':')
  const back = tail === undefined || tail === '' ? [] : tail.split(':')
  const zeros = tail === undefined ? 0 : Math.max(0, 8 - front.length - back.length)
  const groups = [...front, ...Array<string>(zeros).fill('0'), ...back]
  return `${groups
    .slice(0, 3)
    .map((group) => group.replace(/^0+(?=.)/, ''))
    .join(':')}::/48`
}

/** What kind of client it was, without its version: "docker", "skopeo"; null when it did not say. */
export const clientOf = (client: string): string | null =>
  /^[^\s/();,]+/.exec(client)?.[0].toLowerCase() ?? null

/**
 * Learns from uses in any order and tells which of them were unusual, the oldest first. What was unusual once is known
 * from then on. Uses that are not newer than what is known of their token were learnt before.
 */
export function learnUses(
  habits: Habits,
  uses: readonly TokenUse[],
): { habits: Habits; unusual: UnusualUse[] } {
  const learnt = new Map(Object.entries(habits))
  // Told apart by what was known before: several uses may share one moment.
  const fresh = uses.filter(({ tokenId, at }) => {
    const known = habits[tokenId]
    return known === undefined || Date.parse(at) > Date.parse(known.lastAt)
  })
  const unusual: UnusualUse[] = []
  for (const use of [...fresh].sort((one, other) => Date.parse(one.at) - Date.parse(other.at))) {
    const habit = learnt.get(use.tokenId)
    const why = habit && whyUnusual(habit, use)
    if (why) unusual.push({ ...use, why })
    learnt.set(use.tokenId, after(habit, use))
  }
  return { habits: Object.fromEntries(learnt), unusual }
}

function whyUnusual(habit: Habit, { at, address, client }: TokenUse): UnusualUse['why'] | null {
  if (habit.uses < usesToKnow || Date.parse(at) - Date.parse(habit.firstAt) < timeToKnow) return null
  const isNew = ({ names, met }: Known, name: string | null) =>
    name !== null && met > 0 && !names.includes(name) && met * usesForEach <= habit.uses
  const newAddress = isNew(habit.networks, networkOf(address))
  const newClient = isNew(habit.clients, clientOf(client))
  if (newAddress && newClient) return 'both'
  return newAddress ? 'address' : newClient ? 'client' : null
}

const after = (habit: Habit | undefined, { at, address, client }: TokenUse): Habit => ({
  uses: (habit?.uses ?? 0) + 1,
  firstAt: habit?.firstAt ?? at,
  lastAt: at,
  networks: withName(habit?.networks, networkOf(address)),
  clients: withName(habit?.clients, clientOf(client)),
})

function withName(known: Known = { names: [], met: 0 }, name: string | null): Known {
  if (name === null) return known
  const met = known.names.includes(name) ? known.met : known.met + 1
  return { names: [...known.names.filter((one) => one !== name), name].slice(-remembered), met }
}

/** In a sentence, without the token's name: "It was used from 203.0.113.7, an address it never had before." */
export function unusualWords({ why, address, client }: UnusualUse): string {
  const newClient = `“${clientOf(client) ?? client}”, a client it never had before`
  if (why === 'client') return `It was used with ${newClient}.`
  const newAddress = `It was used from ${address}, an address it never had before`
  return why === 'both' ? `${newAddress}, and with ${newClient}.` : `${newAddress}.`
}
