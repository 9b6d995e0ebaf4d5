// Harborline's repositories: a few hundred services of a company that runs container terminals.
import type { SeedRepository } from './plan.ts'
import type { Random } from './random.ts'

const subjects = {
  berth: 'berth planning',
  vessel: 'vessel calls',
  crane: 'crane scheduling',
  yard: 'yard moves',
  stacking: 'stacking positions',
  gate: 'gate transactions',
  truck: 'truck appointments',
  rail: 'rail loading',
  barge: 'barge rotations',
  reefer: 'reefer monitoring',
  hazmat: 'dangerous goods',
  customs: 'customs declarations',
  manifest: 'cargo manifests',
  booking: 'bookings',
  container: 'container tracking',
  weighing: 'verified gross mass',
  inspection: 'container inspections',
  damage: 'damage reports',
  seal: 'seal checks',
  depot: 'empty depots',
  warehouse: 'warehouse stock',
  crossdock: 'cross-docking',
  tariff: 'tariffs',
  invoice: 'invoices',
  demurrage: 'demurrage and detention',
  credit: 'customer credit',
  claims: 'insurance claims',
  partner: 'partner accounts',
  edi: 'EDI messages',
  notice: 'arrival notices',
  tide: 'tides and draught',
  weather: 'wind and visibility limits',
  pilot: 'pilot and tug orders',
  mooring: 'mooring gangs',
  labour: 'labour shifts',
  equipment: 'terminal equipment',
  maintenance: 'maintenance orders',
  energy: 'shore power and energy',
  emissions: 'emission reports',
  telemetry: 'equipment telemetry',
  camera: 'camera and OCR events',
  access: 'site access',
  forecast: 'volume forecasts',
  simulation: 'terminal simulation',
} as const

const kinds = {
  api: 'API for',
  worker: 'Background jobs for',
  web: 'Web screens for',
  importer: 'Imports',
  exporter: 'Exports',
  scheduler: 'Schedules',
  events: 'Event stream of',
  migrations: 'Database migrations for',
  reports: 'Reports on',
  mock: 'Stand-in for tests with',
} as const

// name, description, private
const others = [
  ['base-debian', 'Debian base image with our certificates', false],
  ['base-node', 'Node.js base image, refreshed weekly', false],
  ['base-python', 'Python base image, refreshed weekly', false],
  ['base-jre', 'Java runtime base image, refreshed weekly', false],
  ['base-go', 'Go build image', false],
  ['edi-samples', 'Sample EDI messages and a validator for partners', false],
  ['partner-sandbox', 'Everything a partner needs to try our API on a laptop', false],
  ['harborline-cli', 'Command line for partners: bookings, tracking, notices', false],
  ['container-id-check', 'Checks container numbers (ISO 6346), as a small service', false],
  ['tide-tables', 'Tide tables of 40 ports, as a small service', false],
  ['ci-runner', 'Image that our pipelines run in', true],
  ['ci-cache', 'Build cache, kept for two weeks', true],
  ['edge-gateway', 'Runs at each terminal and keeps working when the line is down', true],
  ['edge-updater', 'Rolls new images out to the terminals', true],
  ['plc-bridge', 'Talks to crane and gate controllers', true],
  ['terminal-kiosk', 'Screens at the gates', true],
  ['identity', 'Sign-in for staff and partners', true],
  ['feature-flags', 'Feature flags', true],
  ['audit-trail', 'Keeps who did what', true],
  ['secrets-sync', 'Brings secrets from the vault to the clusters', true],
  ['data-lake-loader', 'Loads events into the data lake', true],
  ['dbt-runner', 'Runs the warehouse models every night', true],
  ['load-tests', 'Load tests of the booking and gate paths', true],
  ['developer-portal', 'Catalogue of services and their owners', true],
] as const

function numbers(random: Random, isPrivate: boolean) {
  const registeredDaysAgo = random.between(90, 1900)
  return {
    isPrivate,
    // Squared twice: a few are pulled a lot, most hardly ever.
    pulls: Math.floor(random.next() ** 4 * (isPrivate ? 400_000 : 2_600_000)),
    stars: isPrivate ? 0 : random.between(0, 90),
    megabytes: random.between(18, 2400),
    registeredDaysAgo,
    updatedDaysAgo: Math.floor(random.next() ** 3 * Math.min(registeredDaysAgo, 700)),
  }
}

export function harborlineRepositories(random: Random): SeedRepository[] {
  const services = Object.entries(subjects).flatMap(([subject, about]) =>
    Object.entries(kinds)
      // Every subject has an API; the rest differs from team to team.
      .filter(([kind]) => kind === 'api' || random.next() < 0.72)
      .map(([kind, does]) => ({
        name: `${subject}-${kind}`,
        description: `${does} ${about}`,
        ...numbers(random, kind !== 'mock' || random.next() < 0.6),
      })),
  )
  return [
    ...services,
    ...others.map(([name, description, isPrivate]) => ({ name, description, ...numbers(random, isPrivate) })),
  ]
}
