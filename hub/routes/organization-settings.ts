// Settings of an organization: which images (Image Access Management) and registries its members may use.
// The route of Registry Access Management is the one that Docker's Terraform provider calls.
import { Hono } from 'hono'
import { readBody } from '../body.ts'
import type { HubContext } from '../context.ts'
import { settingsOf, writeSettings } from '../data/organization-settings.ts'
import { actorIn } from '../rules/actors.ts'
import { roles } from '../rules/member-query.ts'
import { record } from '../rules/record.ts'
import { registryAccessBody, registryChanges, settingsBody } from '../rules/settings-body.ts'

export const organizationSettingsRoutes = (hub: HubContext) =>
  new Hono()
    .get('/v2/orgs/:org/settings', async (c) => {
      const { organization } = await actorIn(hub, c, { roles, scope: null })
      const { restricted_images } = settingsOf(hub.database, organization.id)
      return c.json({ restricted_images })
    })
    .put('/v2/orgs/:org/settings', async (c) => {
      const actor = await actorIn(hub, c, { roles: ['owner'], scope: null, change: true })
      const { restricted_images } = await readBody(c, settingsBody)
      const { id, name } = actor.organization
      hub.database.write(() => {
        const before = settingsOf(hub.database, id)
        if (JSON.stringify(before.restricted_images) === JSON.stringify(restricted_images)) return
        writeSettings(hub.database, id, { ...before, restricted_images })
        record(hub, actor, 'org.settings.update', name, { restricted_images })
      })
      return c.json({ restricted_images })
    })
    .get('/v2/orgs/:org/settings/registry-access-management', async (c) => {
      const { organization } = await actorIn(hub, c, { roles, scope: 'scope-ram-read' })
      return c.json(settingsOf(hub.database, organization.id).registry_access_management)
    })
    .put('/v2/orgs/:org/settings/registry-access-management', async (c) => {
      const actor = await actorIn(hub, c, { roles: ['owner'], scope: 'scope-ram-write', change: true })
      const after = await readBody(c, registryAccessBody)
      const { id, name } = actor.organization
      hub.database.write(() => {
        const settings = settingsOf(hub.database, id)
        const before = settings.registry_access_management
        writeSettings(hub.database, id, { ...settings, registry_access_management: after })
        if (before.enabled !== after.enabled)
          record(hub, actor, `org.registry_access.${after.enabled ? 'enabled' : 'disabled'}`, name)
        for (const { action, registry } of registryChanges(before, after))
          record(hub, actor, `org.registry_access.${action}`, registry)
      })
      return c.json(after)
    })
