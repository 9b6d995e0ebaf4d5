// The whole conversation between the page and main: every area, and in each one line per call.
import { accounts } from './accounts.ts'
import { activity } from './activity.ts'
import { app } from './app.ts'
import { docker } from './docker.ts'
import { drafts } from './drafts.ts'
import { insights } from './insights.ts'
import { members } from './members.ts'
import { notifications } from './notifications.ts'
import { organizations } from './organizations.ts'
import { proxies } from './proxies.ts'
import { replacements } from './replacements.ts'
import { reports } from './reports.ts'
import { repositories } from './repositories.ts'
import { secrets } from './secrets.ts'
import { snapshots } from './snapshots.ts'
import { sync } from './sync.ts'
import { templates } from './templates.ts'
import { tokens } from './tokens.ts'
import { updates } from './updates.ts'
import { views } from './views.ts'

export const contract = {
  accounts,
  activity,
  app,
  docker,
  drafts,
  insights,
  members,
  notifications,
  organizations,
  proxies,
  replacements,
  reports,
  repositories,
  secrets,
  snapshots,
  sync,
  templates,
  tokens,
  updates,
  views,
} as const

export type GranaryContract = typeof contract
export type AreaName = keyof GranaryContract
