// Image Access Management and Registry Access Management. Who may is in organization-access.test.ts and scopes.test.ts.
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { newAccessToken, recordedBy, stateOf } from '../test-bearers.ts'
import { type TestHub, createTestHub, organizationResource } from '../test-hub.ts'

const images = '/v2/orgs/harborline/settings'
const registries = `${images}/registry-access-management`

let t: TestHub
let owner: string
beforeEach(async () => {
  t = await createTestHub()
  owner = await t.signIn('robinhale')
})
afterEach(() => t.close())

const get = async (path: string) => (await t.ask('GET', path, { bearer: owner })).body as object
const put = (path: string, json: unknown, bearer = owner) => t.ask('PUT', path, { bearer, json })

const imageRules = (enabled: boolean, official: boolean, verified: boolean) => ({
  restricted_images: { enabled, allow_official_images: official, allow_verified_publishers: verified },
})
const hubAllowed = (allowed: boolean) => ({ id: 'DockerHub', allowed })
const registry = (address: string, friendly_name = 'A registry', allowed = true) => ({
  address,
  friendly_name,
  allowed,
})
const registryRules = (enabled: boolean, docker: boolean, ...custom_registries: object[]) => ({
  enabled,
  standard_registries: [hubAllowed(docker)],
  custom_registries,
})

describe('images', () => {
  test('are not restricted until an owner does so', async () => {
    expect(await get(images)).toEqual(imageRules(false, true, true))
  })

  test('every setting is kept, answered with and without slash, and written down once', async () => {
    for (const rules of [
      imageRules(true, true, false),
      imageRules(true, false, true),
      imageRules(false, false, false),
    ]) {
      const recorded = await recordedBy(t, async () => {
        for (const path of [images, `${images}/`]) {
          const { status, body } = await put(path, { ...rules, unknown: 1 })
          expect([status, body]).toEqual([200, rules])
          expect(await get(path)).toEqual(rules)
        }
      })
      expect(recorded).toEqual([
        {
          ...{ account: 'harborline', action: 'org.settings.update', name: 'harborline', actor: 'robinhale' },
          data: rules,
        },
      ])
    }
  })

  test.each([
    {},
    { restricted_images: null },
    { restricted_images: true },
    { restricted_images: {} },
    { restricted_images: { enabled: true, allow_official_images: true } },
    { restricted_images: { enabled: 'true', allow_official_images: true, allow_verified_publishers: true } },
  ])('refuses %j, names the field and changes nothing', async (json) => {
    const before = stateOf(t)
    const { status, body } = await put(images, json)
    expect([status, Object.keys(body.fields)]).toEqual([400, ['restricted_images']])
    expect(body.text).toContain('restricted_images')
    expect(stateOf(t)).toBe(before)
  })

  test('and registries leave each other alone, and other organizations', async () => {
    await put(images, imageRules(true, false, false))
    await put(registries, registryRules(true, false, registry('registry.example.com')))
    await put(images, imageRules(true, true, false))
    expect(await get(registries)).toEqual(registryRules(true, false, registry('registry.example.com')))
    expect(await get(images)).toEqual(imageRules(true, true, false))
    expect(await get('/v2/orgs/meadowlark/settings')).toEqual(imageRules(false, true, true))
    expect(await get('/v2/orgs/meadowlark/settings/registry-access-management')).toEqual(
      registryRules(false, true),
    )
  })
})

describe('registries', () => {
  test('go through what Docker’s Terraform provider does', async () => {
    const mine = registry('https://example.com', 'My personal registry')
    const other = registry('https://alternate.com', 'My alt registry', false)
    for (const rules of [
      registryRules(true, true, mine),
      registryRules(true, false, mine),
      registryRules(false, false, mine),
      registryRules(false, false, mine, other),
      registryRules(false, false),
      registryRules(false, true),
    ]) {
      expect((await put(registries, rules)).body).toEqual(rules)
      expect(await get(registries)).toEqual(rules)
    }
  })

  test('each difference is an event of its own', async () => {
    const steps = [
      [registryRules(true, true), ['enabled harborline']],
      [registryRules(true, true), []],
      [registryRules(true, false), ['registry_updated DockerHub']],
      [
        registryRules(true, false, registry('a.example.com'), registry('b.example.com')),
        ['registry_added a.example.com', 'registry_added b.example.com'],
      ],
      [registryRules(true, false, registry('b.example.com'), registry('a.example.com')), []],
      [
        registryRules(
          true,
          false,
          registry('a.example.com', 'Other'),
          registry('b.example.com', 'A registry', false),
        ),
        ['registry_updated a.example.com', 'registry_updated b.example.com'],
      ],
      [
        registryRules(false, false, registry('c.example.com')),
        [
          ...['disabled harborline', 'registry_removed a.example.com', 'registry_removed b.example.com'],
          'registry_added c.example.com',
        ],
      ],
      [
        { enabled: false, standard_registries: [], custom_registries: [] },
        [...['registry_removed DockerHub', 'registry_removed c.example.com']],
      ],
    ] as const
    for (const [rules, expected] of steps) {
      const recorded = await recordedBy(t, () => put(registries, rules))
      expect(recorded.map(({ action, name }) => `${action} ${name}`).sort()).toEqual(
        expected.map((text) => `org.registry_access.${text}`).sort(),
      )
      expect(await get(registries)).toEqual(rules)
    }
  })

  test('a token with the scope sets them in the organization’s name', async () => {
    const { bearer } = await newAccessToken(
      t,
      'harborline',
      organizationResource('harborline', 'scope-ram-write'),
    )
    const recorded = await recordedBy(t, () => put(registries, registryRules(true, true), bearer))
    expect(recorded).toMatchObject([{ action: 'org.registry_access.enabled', actor: 'harborline' }])
  })

  const valid = registryRules(true, true)
  test.each([
    ['enabled', { ...valid, enabled: 'yes' }],
    ['enabled', { ...valid, enabled: undefined }],
    ['standard_registries', { ...valid, standard_registries: undefined }],
    ['standard_registries', { ...valid, standard_registries: [{ id: 'Quay', allowed: true }] }],
    ['standard_registries', { ...valid, standard_registries: [hubAllowed(true), hubAllowed(false)] }],
    ['standard_registries', { ...valid, standard_registries: [{ id: 'DockerHub' }] }],
    ['custom_registries', { ...valid, custom_registries: null }],
    ['custom_registries', { ...valid, custom_registries: {} }],
    ['custom_registries', registryRules(true, true, registry(''))],
    ['custom_registries', registryRules(true, true, registry('two words'))],
    ['custom_registries', registryRules(true, true, registry('line.example.com\n'))],
    ['custom_registries', registryRules(true, true, registry('x'.repeat(254)))],
    ['custom_registries', registryRules(true, true, registry('a.example.com', 'x'.repeat(101)))],
    ['custom_registries', registryRules(true, true, registry('a.example.com', 'nul\u0000'))],
    ['custom_registries', registryRules(true, true, { address: 'a.example.com', friendly_name: 'A' })],
    ['custom_registries', registryRules(true, true, registry('a.example.com'), registry('A.example.com'))],
    [
      'custom_registries',
      registryRules(
        true,
        true,
        ...Array.from({ length: 101 }, (_, index) => registry(`r${index}.example.com`)),
      ),
    ],
  ])('refuses bad %s and changes nothing: %j', async (field, json) => {
    const before = stateOf(t)
    const { status, body } = await put(registries, json)
    expect([status, Object.keys(body.fields)]).toEqual([400, [field]])
    expect(body.text).toContain(field)
    expect(stateOf(t)).toBe(before)
  })
})
