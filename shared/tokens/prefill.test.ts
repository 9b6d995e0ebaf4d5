// A form that starts from a token asks for exactly what that token has, until the owner changes it.
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { draft } from '../contract/drafts.ts'
import type { Resource } from './access.ts'
import { builtInTemplates } from './built-in-templates.ts'
import { leftAlone, withoutLeftAlone } from './edit.ts'
import { labelMaximum } from './limits.ts'
import {
  copyLabel,
  formOfTemplate,
  formOfToken,
  namedRepositories,
  permissionForNew,
  templateOfForm,
  withoutRepositories,
} from './prefill.ts'
import { organizationScopes } from './scopes.ts'
import { emptyForm, resourcesOf } from './validation.ts'
import { labelUsed } from './warnings.ts'

const now = Date.parse('2026-06-01T12:00:00Z')
const repo = (path: string, ...scopes: string[]): Resource => ({ type: 'TYPE_REPO', path, scopes })
/** No half of a character that takes two units. */
const isWellFormed = (text: string) => !/\p{Surrogate}/u.test(text)
const token = (resources: Resource[]) => ({
  label: 'CI deploy',
  description: 'Deploys',
  createdAt: '2026-01-01T10:00:00Z',
  expiresAt: '2026-04-01T23:59:59Z',
  resources,
})

const anyScope = fc.oneof(
  fc.constantFrom(
    'scope-image-pull',
    'scope-image-push',
    'scope-image-delete',
    'scope-tag-read',
    'repo-pull',
  ),
  fc.constantFrom(...organizationScopes.map(({ value }) => value)),
  fc.string({ minLength: 1 }),
)
const anyResources = fc.array(
  fc.record({
    type: fc.oneof(fc.constantFrom('TYPE_REPO', 'TYPE_ORG'), fc.string()),
    path: fc.oneof(
      fc.constantFrom('*/*/public', 'acme/*', 'acme/web', 'acme/api', 'acme/', 'other/app', 'acme', 'other'),
      fc.string(),
    ),
    scopes: fc.uniqueArray(anyScope, { minLength: 1, maxLength: 5 }),
  }),
)

describe('a duplicate', () => {
  it('has the resources of the token, byte for byte, whatever they are', () => {
    fc.assert(
      fc.property(anyResources, (resources) => {
        expect(resourcesOf('acme', formOfToken('acme', token(resources), [], now))).toEqual(resources)
      }),
    )
  })

  it('has them after a crash too: the draft says everything', () => {
    fc.assert(
      fc.property(anyResources, (resources) => {
        const form = formOfToken('acme', token(resources), [], now)
        const { step: _, ...restored } = draft.parse(JSON.parse(JSON.stringify({ step: 1, ...form })))
        expect(resourcesOf('acme', restored)).toEqual(resources)
      }),
    )
  })

  it('has another label, the description, and the same lifetime, which none is to be confirmed again', () => {
    expect(formOfToken('acme', token([]), ['CI deploy'], now)).toMatchObject({
      label: 'CI deploy copy',
      description: 'Deploys',
      expiryChoice: '90',
      noExpiryConfirmed: false,
    })
    expect(formOfToken('acme', { ...token([]), expiresAt: null }, [], now)).toMatchObject({
      expiryChoice: 'none',
      noExpiryConfirmed: false,
    })
  })
})

describe('the label of a copy', () => {
  it('counts on, and does not pile up', () => {
    expect(copyLabel('CI', [])).toBe('CI copy')
    expect(copyLabel('CI', ['ci COPY'])).toBe('CI copy 2')
    expect(copyLabel('CI copy', ['CI copy'])).toBe('CI copy 2')
    expect(copyLabel('CI copy 2', ['CI copy', 'CI copy 2'])).toBe('CI copy 3')
  })

  it('is free and within the limit, whatever the others are called', () => {
    const anyLabel = fc.oneof(fc.string({ maxLength: 130 }), fc.string({ unit: 'grapheme', maxLength: 130 }))
    fc.assert(
      fc.property(anyLabel, fc.array(anyLabel), (label, others) => {
        const used = [...others, label, copyLabel(label, [])]
        const proposed = copyLabel(label, used)
        expect(labelUsed(proposed, used)).toBe(false)
        expect(proposed.length).toBeLessThanOrEqual(labelMaximum)
        expect(proposed).toBe(proposed.trim())
        expect(isWellFormed(proposed) || !isWellFormed(label)).toBe(true)
      }),
    )
  })
})

describe('a template', () => {
  it('of a form gives that form’s access again, and a written label stays', () => {
    const form = formOfToken('acme', token([repo('acme/web', 'scope-image-push', 'scope-new')]), [], now)
    const again = formOfTemplate('acme', templateOfForm('acme', form), 'Mine')
    expect(resourcesOf('acme', again)).toEqual(resourcesOf('acme', form))
    expect(again).toMatchObject({ label: 'Mine', description: 'Deploys', expiryChoice: '90' })
  })

  it('keeps no date, and asks for no expiry to be confirmed again', () => {
    const dated = { ...emptyForm(), expiryChoice: 'date' as const, expiryDate: '2026-12-01' }
    expect(templateOfForm('acme', dated).expiryChoice).toBe('')
    const never = templateOfForm('acme', { ...dated, expiryChoice: 'none', noExpiryConfirmed: true })
    expect(formOfTemplate('acme', never, '')).toMatchObject({
      expiryChoice: 'none',
      noExpiryConfirmed: false,
    })
  })

  it('that pushes gives added repositories that permission', () => {
    const [push] = builtInTemplates
    expect(permissionForNew(formOfTemplate('acme', push!, ''))).toBe('push')
    expect(permissionForNew(emptyForm())).toBe('pull')
    expect(permissionForNew({ builtIn: 'of another version' })).toBe('pull')
  })
})

describe('what is in the way', () => {
  const base = [
    repo('acme/web', 'scope-image-pull', 'scope-new'),
    repo('acme/old', 'scope-new'),
    repo('acme/*', 'scope-image-pull'),
    repo('other/app', 'scope-image-pull'),
    { type: 'TYPE_ORG', path: 'acme', scopes: ['scope-member-read', 'scope-new'] },
  ]
  const form = formOfToken('acme', token(base), [], now)

  it('repositories are named with those that the form does not show, and go whole', () => {
    expect(namedRepositories('acme', form)).toEqual(['web', 'old'])
    const left = withoutRepositories('acme', form, ['web', 'old'])
    expect(resourcesOf('acme', left)).toEqual(base.slice(2))
  })

  it('what the form does not show can be dropped, place by place, and nothing else goes with it', () => {
    let resources: Resource[] = base
    for (const place of leftAlone('acme', base)) resources = withoutLeftAlone('acme', resources, place)
    expect(resources).toEqual([
      repo('acme/web', 'scope-image-pull'),
      repo('acme/*', 'scope-image-pull'),
      { type: 'TYPE_ORG', path: 'acme', scopes: ['scope-member-read'] },
    ])
    expect(resourcesOf('acme', { ...form, base: resources })).toEqual(resources)
  })
})
