// What the people of the demo sign in with: random, made when the demo is, and never kept in clear.
import { randomInt } from 'node:crypto'
import { Secret } from 'otpauth'
import { totpOf } from '../../sign-in/second-factor.ts'
import { newPersonalTokenSecret } from '../secrets.ts'
import { people, personalTokenOwner } from './people.ts'

/** What only the one who seeds ever sees: everything here is kept as a hash, or sealed. */
export interface DemoCredentials {
  people: {
    username: string
    fullName: string
    part: string
    password: string
    totp: { secret: string; uri: string } | null
  }[]
  personalToken: { username: string; secret: string }
}

/** A second-factor secret of 160 bits, as RFC 4226 (4) recommends. */
export const newTotpSecret = (): string => new Secret({ size: 20 }).base32

/** New random credentials for everybody in the demo. */
export function newDemoCredentials(): DemoCredentials {
  return {
    people: people
      .filter(({ part }) => !part.startsWith('left'))
      .map(({ username, fullName, part, secondFactor }) => {
        const secret = secondFactor ? newTotpSecret() : null
        const totp = secret === null ? null : { secret, uri: totpOf(secret, username).toString() }
        return { username, fullName, part, password: newPassword(), totp }
      }),
    personalToken: { username: personalTokenOwner, secret: newPersonalTokenSecret() },
  }
}

/** Four groups of five letters and digits that are not mistaken for each other: about 98 bits. */
function newPassword(): string {
  const alphabet = 'abcdefghjkmnpqrstuvwxyz23456789'
  const letters = Array.from({ length: 20 }, () => alphabet[randomInt(alphabet.length)] ?? 'a').join('')
  return (letters.match(/.{5}/g) ?? []).join('-')
}
