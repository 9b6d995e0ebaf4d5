// Links into the app, such as one in a ticket: `granary://organization/acme/token/a7f2`. They open a page, never act, and
// have no room for a secret: whatever is not one of these forms, to the letter, is none.
import * as z from 'zod'
import { organizationName, tokenId } from './contract/references.ts'
import { linkScheme } from './links.ts'
import { builtInTemplates } from './tokens/built-in-templates.ts'

/** Longer than any link that can be right. */
const longest = 500

const link = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('organization'), organization: organizationName }),
  z.object({ kind: z.literal('token'), organization: organizationName, tokenId }),
  z.object({
    kind: z.literal('generate'),
    organization: organizationName,
    /** The built-in template that the wizard begins with; null for its form as it was left. */
    template: z.enum(builtInTemplates.map(({ key }) => key)).nullable(),
  }),
])
export type Link = z.infer<typeof link>

/** Null for what is no link of ours. */
export function linkFrom(text: string): Link | null {
  if (text.length > longest || !/^granary:\/\/[\w./?=&%-]+$/i.test(text)) return null
  const [path = '', query, ...more] = text.slice(`${linkScheme}://`.length).split('?')
  if (more.length > 0) return null
  const [what, organization, ...rest] = path.replace(/\/$/, '').split('/')
  const asked = [...new URLSearchParams(query ?? '')]
  const read =
    what?.toLowerCase() === 'generate' && organization === undefined
      ? generateFrom(asked)
      : what?.toLowerCase() === 'organization' && asked.length === 0
        ? organizationFrom(organization, rest)
        : null
  const parsed = link.safeParse(read)
  return parsed.success ? parsed.data : null
}

function organizationFrom(organization: string | undefined, rest: string[]) {
  if (rest.length === 0) return { kind: 'organization', organization }
  const [word, id, ...more] = rest
  return word === 'token' && more.length === 0 ? { kind: 'token', organization, tokenId: id } : null
}

function generateFrom(asked: [string, string][]) {
  const fields = Object.fromEntries(asked)
  const { organization, template = null, ...unknown } = fields
  const twice = Object.keys(fields).length !== asked.length
  return twice || Object.keys(unknown).length > 0 ? null : { kind: 'generate', organization, template }
}
