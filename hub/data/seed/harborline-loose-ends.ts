// Harborline's loose ends, such as a review should find: broad and old tokens, forgotten, switched off and expired ones.
import { demoOwner, formerOwner } from './people.ts'
import { type SeedToken, days, manage, pullFrom, pushTo, readPublic, seedToken } from './plan.ts'

const name = 'harborline'
const mira = 'miravance'
const daniel = 'danieloduya'

export const looseEnds: readonly SeedToken[] = [
  // Broad, old, forgotten: what a review should find.
  seedToken('Jenkins', 'The old build server', formerOwner, pushTo(name, '*'), {
    created: 1240,
    ends: null,
    used: days(31),
  }),
  seedToken('jenkins-2', '', formerOwner, pushTo(name, '*'), { created: 1010, ends: null, used: days(233) }),
  seedToken('test', '', formerOwner, pullFrom(name, '*'), { created: 890, ends: null, used: null }),
  seedToken('Demo for the board', 'Laptop in the meeting room', mira, pullFrom(name, 'developer-portal'), {
    created: 415,
    ends: null,
    used: days(412),
  }),
  seedToken(
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
  seedToken(
    'Robot account import',
    '',
    formerOwner,
    manage(name, 'member-edit', 'group-edit', 'invite-edit'),
    {
      created: 700,
      ends: null,
      used: days(520),
    },
  ),
  seedToken('Terminal Busan (trial)', 'Before the site went live', daniel, pullFrom(name, 'edge-gateway'), {
    created: 70,
    ends: 110,
    used: days(9),
  }),

  // Switched off.
  seedToken(
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
  seedToken('Terminal Trieste', 'Terminal sold', daniel, pullFrom(name, 'edge-gateway', 'edge-updater'), {
    created: 520,
    ends: 210,
    used: days(66),
    inactive: true,
  }),
  seedToken(
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
  seedToken('Laptop that was lost', 'Switched off the same day', demoOwner, pullFrom(name, 'load-tests'), {
    created: 160,
    ends: null,
    used: days(58),
    inactive: true,
  }),
  seedToken('Chaos tests', '', daniel, pullFrom(name, '*'), {
    created: 60,
    ends: 120,
    used: null,
    inactive: true,
  }),

  // Expired, and still taking up slots.
  seedToken(
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
  seedToken(
    'Pipeline: yard (spring)',
    'GitHub Actions of the yard team',
    demoOwner,
    pushTo(name, 'yard-api'),
    {
      created: 131,
      ends: -41,
      used: days(41),
    },
  ),
  seedToken(
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
  seedToken('Hackathon', 'Two days in Antwerp', mira, pushTo(name, 'partner-sandbox'), {
    created: 52,
    ends: -49,
    used: days(50),
  }),
  seedToken(
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
  seedToken(
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
  seedToken('Staging (old region)', 'Kubernetes pull secret of the cluster', demoOwner, pullFrom(name, '*'), {
    created: 366,
    ends: -1,
    used: 30,
  }),
  seedToken('Trial of a scanner', '', mira, pullFrom(name, '*'), {
    created: 150,
    ends: -120,
    used: null,
    inactive: true,
  }),
]
