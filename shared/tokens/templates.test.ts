// Templates carry access from one organization to another and lose nothing of it.
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Resource } from './access.ts'
import { builtInTemplates, findBuiltIn } from './built-in-templates.ts'
import { formOfTemplate } from './prefill.ts'
import { findScope } from './scopes.ts'
import { resourcesIn, templateResources } from './templates.ts'
import { emptyForm, problemsOf } from './validation.ts'

const anyResource: fc.Arbitrary<Resource> = fc.record({
  type: fc.oneof(fc.constantFrom('TYPE_REPO', 'TYPE_ORG'), fc.string()),
  path: fc.oneof(
    fc.constantFrom('acme', 'acme/', 'acme/*', 'acme/web', 'acmes/web', '*/*/public', 'other/app', ''),
    fc.string(),
  ),
  scopes: fc.array(fc.string()),
})

describe('the access of a template', () => {
  it('is the same again in the organization it comes from, whatever it was', () => {
    fc.assert(
      fc.property(fc.array(anyResource), (resources) => {
        expect(resourcesIn('acme', templateResources('acme', resources))).toEqual(resources)
      }),
    )
  })

  it('follows the organization, and leaves alone what belongs to none or to another', () => {
    const resources = ['acme', 'acme/*', 'acme/web', '*/*/public', 'acmes/web'].map((path) => ({
      type: 'TYPE_REPO',
      path,
      scopes: ['scope-image-pull'],
    }))
    const kept = templateResources('acme', resources)
    expect(JSON.stringify(kept)).not.toMatch(/acme[^s]/)
    expect(resourcesIn('other', kept).map(({ path }) => path)).toEqual([
      'other',
      'other/*',
      'other/web',
      '*/*/public',
      'acmes/web',
    ])
  })
})

describe('the built-in templates', () => {
  it.each(builtInTemplates)(
    '$name: only a label, and the repository it names, are left to give',
    (template) => {
      const form = formOfTemplate('acme', template, '')
      const open = problemsOf('acme', form, Date.now()).map(({ field }) => field)
      expect(open).toEqual(template.repository ? ['label', 'access'] : ['label'])
      expect(findBuiltIn(form.builtIn)).toBe(template)
    },
  )

  it('hold scopes that there are, and keys of their own', () => {
    const scopes = builtInTemplates.flatMap(({ resources }) => resources).flatMap((one) => one.scopes)
    expect(scopes.filter((value) => findScope(value) === undefined)).toEqual([])
    expect(new Set(builtInTemplates.map(({ key }) => key)).size).toBe(builtInTemplates.length)
    expect(findBuiltIn(emptyForm().builtIn)).toBeUndefined()
  })
})
