// Which members look like robots, and why. A guess from what is seen: it sorts, it never hides anybody.
import type { Member } from '../contract/members.ts'

/** Words that stand anywhere in a robot's name. */
const words =
  /jenkins|gitlab|github|circleci|buildkite|teamcity|bamboo|argocd|renovate|dependabot|terraform|ansible|deploy|service|pipeline|automat|runner|builder|registry|mirror|release|scanner|robot/
/** Too short to mean anything inside a word: only as a part of a name, or where it ends with them. */
const endings =
  /(?:^|[-_.\d])(?:ci|cd|bot|svc|srv|k8s|build|push|pull|sync)(?=[-_.\d]|$)|(?:ci|cd|bot|svc|srv|k8s|build|push|pull|sync)\d*$/

/** Why a member looks like a robot, in a few words each, the strongest first; empty when nothing says so. */
export function robotSigns({ username, fullName, teams }: Member): string[] {
  const name = username.toLowerCase()
  const named = words.exec(name)?.[0] ?? endings.exec(name)?.[0].replaceAll(/[-_.]|\d+$/g, '')
  const signs: string[] = []
  if (named) signs.push(`“${named}” in its name`)
  if (fullName.trim() === '') signs.push('no full name')
  else if (words.test(fullName.toLowerCase())) signs.push('a full name that is no person’s')
  // On its own, many people are in several teams.
  if (signs.length > 0 && teams.length > 1) signs.push(`in ${teams.length} teams`)
  return signs
}

/** Those that look most like robots first, then by user name. */
export const likeliestFirst = (members: readonly Member[]): { member: Member; signs: string[] }[] =>
  members
    .map((member) => ({ member, signs: robotSigns(member) }))
    .sort(
      (one, other) =>
        other.signs.length - one.signs.length || (one.member.username < other.member.username ? -1 : 1),
    )

/** Whether the user name, the full name or a team has the words. */
export function matchesMember({ username, fullName, teams }: Member, search: string): boolean {
  const wanted = search.trim().toLowerCase()
  return [username, fullName, ...teams].some((text) => text.toLowerCase().includes(wanted))
}
