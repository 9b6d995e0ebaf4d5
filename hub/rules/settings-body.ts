// The bodies that set what members may use, and what a change of registries comes to.
import * as z from 'zod'
import type { OrganizationSettings } from '../data/organization-settings.ts'
import { controls, text } from './text.ts'

export const settingsBody = z.object({
  restricted_images: z.object({
    enabled: z.boolean(),
    allow_official_images: z.boolean(),
    allow_verified_publishers: z.boolean(),
  }),
})

type RegistryAccess = OrganizationSettings['registry_access_management']

const customRegistry = z.object({
  address: text(253, controls).regex(
    /^[^\s]+$/,
    'must be the address of a registry, such as registry.example.com',
  ),
  friendly_name: text(100, controls),
  allowed: z.boolean(),
})

export const registryAccessBody = z.object({
  enabled: z.boolean(),
  // The only one that Docker's Terraform provider knows.
  standard_registries: z
    .array(z.object({ id: z.literal('DockerHub', 'must be DockerHub'), allowed: z.boolean() }))
    .max(1, 'must have one entry at most'),
  custom_registries: z
    .array(customRegistry)
    .max(100, 'must have 100 entries at most')
    .refine(
      (list) => new Set(list.map(({ address }) => address.toLowerCase())).size === list.length,
      'must name each address once',
    ),
})

interface RegistryChange {
  action: 'registry_added' | 'registry_removed' | 'registry_updated'
  /** Its address, or DockerHub. */
  registry: string
}

const byAddress = ({ standard_registries, custom_registries }: RegistryAccess): Map<string, string> =>
  new Map([
    ...standard_registries.map((one) => [one.id, JSON.stringify(one.allowed)] as const),
    ...custom_registries.map(
      (one) => [one.address, JSON.stringify([one.friendly_name, one.allowed])] as const,
    ),
  ])

/** One entry per registry that differs. */
export function registryChanges(before: RegistryAccess, after: RegistryAccess): RegistryChange[] {
  const [old, now] = [byAddress(before), byAddress(after)]
  return [...new Set([...old.keys(), ...now.keys()])].flatMap((registry): RegistryChange[] => {
    if (!old.has(registry)) return [{ action: 'registry_added', registry }]
    if (!now.has(registry)) return [{ action: 'registry_removed', registry }]
    return old.get(registry) === now.get(registry) ? [] : [{ action: 'registry_updated', registry }]
  })
}
