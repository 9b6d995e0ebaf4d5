// The outcome of a token's test in plain words: what was found, and what to do about it.
import type { TokenTest } from '../../../shared/contract/secrets.ts'
import type { RegistryRow } from '../../../shared/tokens/registry-rows.ts'
import type { Tone } from '../base/ToneIcon.vue'

interface Verdict {
  tone: Tone
  title: string
  text: string
}

/** How one signs in with a token: the organization is the user name. */
export function verdictOf({ signsIn, words, rows, registry }: TokenTest, organization: string): Verdict {
  const refused = (title: string, text: string): Verdict => ({ tone: 'danger', title, text })
  switch (signsIn) {
    case 'deactivated':
      return refused(
        'The token is deactivated',
        `It signs nobody in to ${registry} any more. Make a new token in its place.`,
      )
    case 'expired':
      return refused(
        'The token has expired',
        `It signs nobody in to ${registry} any more, and its date cannot be changed. Make a new token in its place.`,
      )
    case 'wrongName':
      return refused(
        'The secret belongs to another organization',
        `It does not sign in with the user name ${organization}. The user name is always the name of the organization that owns the token.`,
      )
    case 'otherToken':
      return refused(
        `This is the secret of “${words ?? ''}”`,
        'It signs in, but it is not this token’s. Look it up again, or use it with the token it belongs to.',
      )
    case 'wrong':
      return refused(
        'The registry does not accept this secret',
        `${registry} says that the user name ${organization} or the secret is wrong. The secret may be incomplete, or its token was deleted.`,
      )
    case 'yes': {
      const surprises = rows.filter(({ reason }) => surprising.has(reason)).length
      const signedIn = `It signs in to ${registry} with the user name ${organization}.`
      if (surprises === 0) return { tone: 'success', title: 'The token works', text: signedIn }
      const where = surprises === 1 ? '1 repository' : `${surprises} repositories`
      return {
        tone: 'warning',
        title: `The token signs in, but ${where} answered otherwise than expected`,
        text: signedIn,
      }
    }
  }
}

const surprising = new Set<RegistryRow['reason']>(['less', 'more', 'hidden', 'gone', 'untold'])
export const isSurprising = ({ reason }: RegistryRow): boolean => surprising.has(reason)

export const missingIn = ({ asked, granted }: RegistryRow): string[] =>
  asked.filter((action) => !granted.includes(action))

const scopeFor = (row: RegistryRow): string => (missingIn(row).includes('push') ? 'Image Push' : 'Image Pull')

/** Why a repository's row is as it is; empty when there is nothing to explain. */
export function reasonInWords(row: RegistryRow): string {
  switch (row.reason) {
    case 'granted':
      return ''
    case 'missingScope':
      return `Its access does not include ${scopeFor(row)} here.`
    case 'outsideAccess':
      return row.granted.length > 0
        ? 'Outside its access: it may do what anybody may with a public repository.'
        : 'Outside its access.'
    case 'less':
      return 'Less than its access says. It may have been changed elsewhere: refresh the inventory.'
    case 'more':
      return 'More than the access known here. It was changed elsewhere: refresh the inventory.'
    case 'hidden':
      return 'Left out without a word, though its access covers it. Its access or the repository may just have changed.'
    case 'gone':
      return 'There is no such repository any more. Nobody can pull from it.'
    case 'untold':
      return 'The registry does not tell what it granted.'
  }
}
