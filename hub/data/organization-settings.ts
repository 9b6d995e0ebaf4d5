// What owners have set for an organization, as JSON in its row; what is absent is as it comes.
import type { Database } from './database.ts'

export interface OrganizationSettings {
  restricted_images: {
    enabled: boolean
    allow_official_images: boolean
    allow_verified_publishers: boolean
  }
  registry_access_management: {
    enabled: boolean
    standard_registries: { id: string; allowed: boolean }[]
    custom_registries: { address: string; friendly_name: string; allowed: boolean }[]
  }
}

const standard: OrganizationSettings = {
  restricted_images: { enabled: false, allow_official_images: true, allow_verified_publishers: true },
  registry_access_management: {
    enabled: false,
    standard_registries: [{ id: 'DockerHub', allowed: true }],
    custom_registries: [],
  },
}

export function settingsOf(database: Database, organizationId: string): OrganizationSettings {
  const row = database.one<{ settings: string }>(
    'SELECT settings FROM organizations WHERE id = ?',
    organizationId,
  )
  return { ...standard, ...(JSON.parse(row?.settings ?? '{}') as Partial<OrganizationSettings>) }
}

export function writeSettings(
  database: Database,
  organizationId: string,
  settings: OrganizationSettings,
): void {
  database.run('UPDATE organizations SET settings = ? WHERE id = ?', JSON.stringify(settings), organizationId)
}
