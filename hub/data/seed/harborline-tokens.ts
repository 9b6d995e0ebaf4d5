// Harborline's tokens in use: pipelines, terminals, clusters, and what else works for such a company.
import { demoOwner } from './people.ts'
import {
  type SeedToken,
  days,
  deleteFrom,
  manage,
  pullFrom,
  pushTo,
  readPublic,
  scopesOn,
  seedToken,
} from './plan.ts'

const name = 'harborline'
const mira = 'miravance'
const daniel = 'danieloduya'

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

export const tokensInUse: readonly SeedToken[] = [
  ...pipelines.map(([team, by, created, ends, used, repositories]) =>
    seedToken(`Pipeline: ${team}`, `GitHub Actions of the ${team} team`, by, pushTo(name, ...repositories), {
      created,
      ends,
      used,
    }),
  ),
  ...terminals.map(([site, created, ends, used]) =>
    seedToken(
      `Terminal ${site}`,
      'Edge gateway at the terminal: pulls what runs there',
      daniel,
      pullFrom(name, 'edge-gateway', 'edge-updater', 'plc-bridge', 'terminal-kiosk', 'camera-api'),
      { created, ends, used },
    ),
  ),
  ...clusters.map(([label, created, ends, used]) =>
    seedToken(label, 'Kubernetes pull secret of the cluster', demoOwner, pullFrom(name, '*'), {
      created,
      ends,
      used,
    }),
  ),

  // Management of people.
  seedToken(
    'Directory sync',
    'Brings joiners and leavers over from the staff directory',
    mira,
    manage(name, 'member-edit', 'invite-edit', 'group-edit'),
    { created: 140, ends: 225, used: 6 },
  ),
  seedToken(
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
  seedToken(
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
  seedToken(
    'Log export',
    'Sends the activity log to the security team',
    daniel,
    manage(name, 'activity-read', 'siem_credentials-read', 'audit_events-read'),
    { created: 77, ends: 288, used: 1 },
  ),
  seedToken(
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
  seedToken(
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
  seedToken(
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
  seedToken(
    'Service catalogue',
    'Developer portal: lists repositories and reads their details',
    mira,
    [...manage(name, 'repository-list'), ...scopesOn(name, '*', 'scope-repository-read', 'scope-tag-read')],
    { created: 44, ends: 321, used: 2 },
  ),
  seedToken(
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
  seedToken('Disaster recovery', 'Copies all images to the second region', demoOwner, pullFrom(name, '*'), {
    created: 400,
    ends: null,
    used: 14,
  }),

  // Housekeeping and publishing.
  seedToken(
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
  seedToken(
    'Base image factory',
    'Rebuilds the base images every week',
    demoOwner,
    [...pushTo(name, 'base-debian', 'base-node', 'base-python', 'base-jre', 'base-go'), ...readPublic],
    { created: 64, ends: 26, used: days(3) },
  ),
  seedToken(
    'Partner downloads',
    'Publishes what partners download',
    mira,
    pushTo(name, 'harborline-cli', 'partner-sandbox', 'edi-samples', 'container-id-check'),
    { created: 52, ends: 38, used: days(5) },
  ),
  seedToken(
    'Webhook setup',
    'Terraform, keeps the webhooks of the platform repositories',
    demoOwner,
    [
      ...scopesOn(name, 'ci-runner', 'scope-webhook-edit'),
      ...scopesOn(name, 'edge-gateway', 'scope-webhook-edit', 'scope-repository-read'),
    ],
    { created: 15, ends: 350, used: days(1) },
  ),
  seedToken(
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
  seedToken('Data warehouse', '', mira, pullFrom(name, 'data-lake-loader', 'dbt-runner'), {
    created: 275,
    ends: 90,
    used: 12,
  }),
]
