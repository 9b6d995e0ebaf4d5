// The audit log's actions: how Docker names, groups and labels them, and what each says in a sentence.
// Source: the example of GET /v2/auditlogs/{account}/actions in the Hub API reference of 2026. Three of its labels are
// those of another action ("Organization Created" for a team); here they are as in Docker's list of activity log events.

interface ActionWords {
  label: string
  /** Before the event's name: "created the team docs". */
  sentence: string
}

const words = (label: string, sentence: string): ActionWords => ({ label, sentence })

const groups = {
  org: {
    label: 'Organization',
    actions: {
      'team.create': words('Team Created', 'created the team'),
      'team.update': words('Team Updated', 'changed the team'),
      'team.delete': words('Team Deleted', 'deleted the team'),
      'team.member.add': words('Team Member Added', 'added to a team:'),
      'team.member.remove': words('Team Member Removed', 'removed from a team:'),
      'member.add': words('Organization Member Added', 'added to the organization:'),
      'member.remove': words('Organization Member Removed', 'removed from the organization:'),
      'member.role.change': words('Member Role Changed', 'changed the role of'),
      'member.invite.send': words('Org Member Invited', 'invited'),
      // Not Docker's: its list has nothing for an invite that is taken back.
      'member.invite.cancel': words('Org Member Invite Canceled', 'canceled the invite of'),
      create: words('Organization Created', 'created the organization'),
      'settings.update': words('Organization Settings Updated', 'changed settings of'),
      'registry_access.enabled': words('Registry Access Management enabled', 'limited the registries of'),
      'registry_access.disabled': words(
        'Registry Access Management disabled',
        'stopped limiting the registries of',
      ),
      'registry_access.registry_added': words(
        'Registry Access Management registry added',
        'added the registry',
      ),
      'registry_access.registry_removed': words(
        'Registry Access Management registry removed',
        'removed the registry',
      ),
      'registry_access.registry_updated': words(
        'Registry Access Management registry updated',
        'changed the registry',
      ),
      'access_token.create': words('Access token created', 'created the access token'),
      'access_token.update': words('Access token updated', 'changed the access token'),
      'access_token.delete': words('Access token deleted', 'deleted the access token'),
    },
  },
  repo: {
    label: 'Repository',
    actions: {
      create: words('Repository Created', 'created the repository'),
      update: words('Repository Updated', 'changed the repository'),
      delete: words('Repository Deleted', 'deleted the repository'),
      change_privacy: words('Privacy Changed', 'changed the privacy of the repository'),
      'immutable.tags.updated': words('Tag immutability updated', 'changed which tags are immutable in'),
      'tag.push': words('Tag Pushed', 'pushed a tag to the repository'),
      'tag.delete': words('Tag Deleted', 'deleted a tag of the repository'),
    },
  },
} as const

type ActionOf<Group extends keyof typeof groups> =
  `${Group}.${keyof (typeof groups)[Group]['actions'] & string}`

/** As it stands in an event: group and name. */
export type AuditAction = { [Group in keyof typeof groups]: ActionOf<Group> }[keyof typeof groups]

/** The answer of GET /v2/auditlogs/{account}/actions. */
export const actionGroups = Object.fromEntries(
  Object.entries(groups).map(([group, { label, actions }]) => [
    group,
    {
      label,
      actions: Object.entries(actions).map(([name, { label: title }]: [string, ActionWords]) => ({
        name,
        description: `${title.toLowerCase()} events`,
        label: title,
      })),
    },
  ]),
)

const sentences = new Map(
  Object.entries(groups).flatMap(([group, { actions }]) =>
    Object.entries(actions).map(([name, { sentence }]: [string, ActionWords]) => [
      `${group}.${name}`,
      sentence,
    ]),
  ),
)

/** What happened, for people. */
export const describeAction = (action: string, name: string): string =>
  `${sentences.get(action) ?? action} ${name}`
