// Harborline's tokens, about sixty: every status, every kind of access, and the loose ends that real organizations have.
import { demoOwner, formerOwner } from './people.ts'
import { type SeedToken, deleteFrom, manage, pullFrom, pushTo, readPublic, scopesOn } from './plan.ts'

const name = 'harborline'
const mira = 'miravance'
const daniel = 'danieloduya'

type Resources = SeedToken['resources']
interface Times {
  created: number
  ends: number | null
  /** Hours ago; null for never. */
  used: number | null
  inactive?: true
}

const token = (
  label: string,
  description: string,
  by: string,
  resources: Resources,
  times: Times,
): SeedToken => ({
  label,
  description,
  by,
  createdDaysAgo: times.created,
  endsInDays: times.ends,
  usedHoursAgo: times.used,
  isActive: times.inactive !== true,
  resources,
})

const days = (count: number): number => count * 24

/** One pipeline per team: what it pushes, and its times. */
const pipelines: [
  team: string,
  by: string,
  created: number,
  ends: number,
  used: number,
  repositories: string[],
][] = [
  ['berth and vessel', demoOwner, 74, 16, 2, ['berth-api', 'vessel-api', 'tide-tables']],
  ['yard', demoOwner, 40, 50, 1, ['yard-api', 'crane-api', 'stacking-api', 'equipment-api']],
  ['gate', mira, 33, 57, 5, ['gate-api', 'truck-api', 'terminal-kiosk']],
  ['rail and barge', mira, 83, 7, 9, ['rail-api', 'barge-api']],
  ['cold chain', daniel, 12, 78, 3, ['reefer-api', 'energy-api']],
  ['customs', daniel, 21, 69, 6, ['customs-api', 'manifest-api', 'hazmat-api', 'edi-api']],
  ['bookings', mira, 55, 35, 1, ['booking-api', 'container-api', 'notice-api']],
  ['billing', demoOwner, 88, 2, 4, ['tariff-api', 'invoice-api', 'demurrage-api', 'credit-api']],
  ['warehouse', daniel, 60, 30, 11, ['warehouse-api', 'crossdock-api', 'depot-api']],
  ['forecasting', mira, 29, 61, 20, ['forecast-api', 'simulation-api', 'data-lake-loader', 'dbt-runner']],
  ['platform', demoOwner, 66, 24, 1, ['ci-runner', 'ci-cache', 'identity', 'feature-flags', 'audit-trail']],
  ['edge', daniel, 78, 12, 7, ['edge-gateway', 'edge-updater', 'plc-bridge', 'camera-api', 'telemetry-api']],
]

/** One reader per terminal; the sites on ships' time never get a date. */
const terminals: [site: string, created: number, ends: number | null, used: number | null][] = [
  ['Rotterdam', 310, 55, 1],
  ['Antwerp', 305, 60, 1],
  ['Hamburg', 305, 60, 2],
  ['Gdańsk', 290, 75, 1],
  ['Le Havre', 288, 77, 2],
  ['Valencia', 260, 105, 3],
  ['Piraeus', 640, null, days(2)],
  ['Lagos Apapa', 121, 244, 1],
  ['Valparaíso', 90, 275, 2],
  ['Busan', 8, 357, null],
]

const clusters: [label: string, created: number, ends: number | null, used: number][] = [
  ['Production, Frankfurt', 180, 185, 1],
  ['Production, Dublin', 180, 185, 1],
  ['Production, São Paulo', 96, 269, 1],
  ['Staging', 180, 5, 1],
]

export const harborlineTokens: readonly SeedToken[] = [
  ...pipelines.map(([team, by, created, ends, used, repositories]) =>
    token(`Pipeline: ${team}`, `GitHub Actions of the ${team} team`, by, pushTo(name, ...repositories), {
      created,
      ends,
      used,
    }),
  ),
  ...terminals.map(([site, created, ends, used]) =>
    token(
      `Terminal ${site}`,
      'Edge gateway at the terminal: pulls what runs there',
      daniel,
      pullFrom(name, 'edge-gateway', 'edge-updater', 'plc-bridge', 'terminal-kiosk', 'camera-api'),
      { created, ends, used },
    ),
  ),
  ...clusters.map(([label, created, ends, used]) =>
    token(label, 'Kubernetes pull secret of the cluster', demoOwner, pullFrom(name, '*'), {
      created,
      ends,
      used,
    }),
  ),

  // Management of people.
  token(
    'Directory sync',
    'Brings joiners and leavers over from the staff directory',
    mira,
    manage(name, 'member-edit', 'invite-edit', 'group-edit'),
    { created: 140, ends: 225, used: 6 },
  ),
  token(
    'Access review',
    'Quarterly list of members and teams',
    mira,
    manage(name, 'member-read', 'group-read'),
    {
      created: 210,
      ends: 155,
      used: days(27),
    },
  ),
  token(
    'Onboarding form',
    'Invites contractors from the intranet form',
    demoOwner,
    manage(name, 'invite-edit'),
    {
      created: 33,
      ends: 332,
      used: null,
    },
  ),
  token(
    'Log export',
    'Sends the activity log to the security team',
    daniel,
    manage(name, 'activity-read', 'siem_credentials-read', 'audit_events-read'),
    { created: 77, ends: 288, used: 1 },
  ),
  token(
    'Usage report',
    'Monthly pull and storage figures for finance',
    mira,
    manage(name, 'report-read', 'registry-usage-read'),
    {
      created: 365,
      ends: 1,
      used: days(3),
    },
  ),
  token(
    'Registry rules',
    'Terraform, applies the list of allowed registries',
    daniel,
    manage(name, 'ram-write'),
    {
      created: 48,
      ends: 317,
      used: days(12),
    },
  ),

  // Reading across the organization.
  token(
    'Vulnerability scanner',
    'Pulls every image once a night',
    daniel,
    [...pullFrom(name, '*'), ...readPublic],
    {
      created: 152,
      ends: 213,
      used: 8,
    },
  ),
  token(
    'Service catalogue',
    'Developer portal: lists repositories and reads their details',
    mira,
    [...manage(name, 'repository-list'), ...scopesOn(name, '*', 'scope-repository-read', 'scope-tag-read')],
    { created: 44, ends: 321, used: 2 },
  ),
  token(
    'Mirror of public images',
    'Keeps our mirror of public base images fresh',
    demoOwner,
    [...readPublic],
    {
      created: 91,
      ends: 274,
      used: 4,
    },
  ),
  token('Disaster recovery', 'Copies all images to the second region', demoOwner, pullFrom(name, '*'), {
    created: 400,
    ends: null,
    used: 14,
  }),

  // Housekeeping and publishing.
  token(
    'Cache cleaner',
    'Deletes build caches older than two weeks',
    daniel,
    deleteFrom(name, 'ci-cache', 'ci-runner'),
    {
      created: 130,
      ends: 235,
      used: 10,
    },
  ),
  token(
    'Base image factory',
    'Rebuilds the base images every week',
    demoOwner,
    [...pushTo(name, 'base-debian', 'base-node', 'base-python', 'base-jre', 'base-go'), ...readPublic],
    { created: 64, ends: 26, used: days(3) },
  ),
  token(
    'Partner downloads',
    'Publishes what partners download',
    mira,
    pushTo(name, 'harborline-cli', 'partner-sandbox', 'edi-samples', 'container-id-check'),
    { created: 52, ends: 38, used: days(5) },
  ),
  token(
    'Webhook setup',
    'Terraform, keeps the webhooks of the platform repositories',
    demoOwner,
    [
      ...scopesOn(name, 'ci-runner', 'scope-webhook-edit'),
      ...scopesOn(name, 'edge-gateway', 'scope-webhook-edit', 'scope-repository-read'),
    ],
    { created: 15, ends: 350, used: days(1) },
  ),
  token(
    'Load tests',
    'Pulls the services under test',
    mira,
    pullFrom(name, 'load-tests', 'booking-api', 'gate-api'),
    {
      created: 110,
      ends: 255,
      used: days(19),
    },
  ),
  token('Data warehouse', '', mira, pullFrom(name, 'data-lake-loader', 'dbt-runner'), {
    created: 275,
    ends: 90,
    used: 12,
  }),

  // Broad, old, forgotten: what a review should find.
  token('Jenkins', 'The old build server', formerOwner, pushTo(name, '*'), {
    created: 1240,
    ends: null,
    used: days(31),
  }),
  token('jenkins-2', '', formerOwner, pushTo(name, '*'), { created: 1010, ends: null, used: days(233) }),
  token('test', '', formerOwner, pullFrom(name, '*'), { created: 890, ends: null, used: null }),
  token('Demo for the board', 'Laptop in the meeting room', mira, pullFrom(name, 'developer-portal'), {
    created: 415,
    ends: null,
    used: days(412),
  }),
  token(
    'Migration to the new cluster',
    'Copies images between registries',
    daniel,
    [...pushTo(name, '*'), ...readPublic],
    {
      created: 230,
      ends: 135,
      used: days(201),
    },
  ),
  token('Robot account import', '', formerOwner, manage(name, 'member-edit', 'group-edit', 'invite-edit'), {
    created: 700,
    ends: null,
    used: days(520),
  }),
  token('Terminal Busan (trial)', 'Before the site went live', daniel, pullFrom(name, 'edge-gateway'), {
    created: 70,
    ends: 110,
    used: days(9),
  }),

  // Switched off.
  token(
    'Pipeline: gate (before the move)',
    'Kept until the new pipeline has run for a month',
    mira,
    pushTo(name, 'gate-api'),
    {
      created: 205,
      ends: 160,
      used: days(34),
      inactive: true,
    },
  ),
  token('Terminal Trieste', 'Terminal sold', daniel, pullFrom(name, 'edge-gateway', 'edge-updater'), {
    created: 520,
    ends: 210,
    used: days(66),
    inactive: true,
  }),
  token(
    'Contractor: crane vision',
    'Paused between two phases of the project',
    demoOwner,
    pushTo(name, 'camera-api'),
    {
      created: 95,
      ends: 85,
      used: days(22),
      inactive: true,
    },
  ),
  token('Laptop that was lost', 'Switched off the same day', demoOwner, pullFrom(name, 'load-tests'), {
    created: 160,
    ends: null,
    used: days(58),
    inactive: true,
  }),
  token('Chaos tests', '', daniel, pullFrom(name, '*'), {
    created: 60,
    ends: 120,
    used: null,
    inactive: true,
  }),

  // Expired, and still taking up slots.
  token(
    'Pipeline: billing (spring)',
    'GitHub Actions of the billing team',
    demoOwner,
    pushTo(name, 'invoice-api'),
    {
      created: 178,
      ends: -88,
      used: days(88),
    },
  ),
  token('Pipeline: yard (spring)', 'GitHub Actions of the yard team', demoOwner, pushTo(name, 'yard-api'), {
    created: 131,
    ends: -41,
    used: days(41),
  }),
  token(
    'Pipeline: customs (spring)',
    'GitHub Actions of the customs team',
    daniel,
    pushTo(name, 'customs-api'),
    {
      created: 111,
      ends: -21,
      used: days(21),
    },
  ),
  token('Hackathon', 'Two days in Antwerp', mira, pushTo(name, 'partner-sandbox'), {
    created: 52,
    ends: -49,
    used: days(50),
  }),
  token(
    'Penetration test',
    'Read access for the testers',
    daniel,
    [...pullFrom(name, '*'), ...manage(name, 'member-read')],
    {
      created: 37,
      ends: -7,
      used: days(8),
    },
  ),
  token(
    'Yearly audit',
    'For the auditors, with the list of members',
    formerOwner,
    manage(name, 'member-read', 'activity-read'),
    {
      created: 480,
      ends: -390,
      used: days(395),
    },
  ),
  token('Staging (old region)', 'Kubernetes pull secret of the cluster', demoOwner, pullFrom(name, '*'), {
    created: 366,
    ends: -1,
    used: 30,
  }),
  token('Trial of a scanner', '', mira, pullFrom(name, '*'), {
    created: 150,
    ends: -120,
    used: null,
    inactive: true,
  }),
]
