// What failures of the Docker CLI, and of the session that it keeps, are called and explained as.
import type { FailureCode } from '../shared/errors.ts'
import { fixed, type WordsOf } from './words.ts'

export const dockerWords = {
  'docker.absent': fixed(
    'The docker command was not found',
    'The token is fine and its secret is kept. Install the Docker CLI, or copy the command and run it where Docker is.',
  ),
  'docker.rejected': fixed(
    'The registry did not accept the token',
    'It may be deactivated or expired, or the registry address is not the right one.',
  ),
  'docker.unreachable': fixed(
    'Docker could not reach the registry',
    'The token is fine and nothing was changed. Check the address and the network, then try again.',
  ),
  'docker.notSaved': fixed(
    'Docker signed in but could not save the sign-in',
    'The token works. Check that the Docker config folder can be written.',
  ),
  'docker.notErased': fixed(
    'Docker could not remove the sign-in',
    'It is still kept where it was; the credential helper may have refused, or its keychain be locked. Nothing else was changed. Unlock the keychain, then try again.',
  ),
  'docker.otherLogin': fixed(
    'Docker’s sign-in changed meanwhile',
    'Nothing was removed: somebody else is signed in there by now. Look at who it is, then sign out again.',
  ),
  'docker.helperMissing': fixed(
    'Docker’s credential helper is missing',
    'The Docker config names a helper that is not installed. Nothing was changed. Install it, or choose another config folder.',
  ),
  'docker.unencrypted': fixed(
    'Docker would save the secret unencrypted',
    'No credential helper is set up for this config. Nothing was saved. Agree to it, or choose another config folder.',
  ),
  'docker.configUnreadable': fixed(
    'Docker’s config cannot be read',
    'The file config.json is not valid, and was left as it is. Repair it, or choose another config folder.',
  ),
  'docker.timeout': fixed(
    'Docker took too long',
    'It was stopped. The token is fine. Check whether a credential helper is waiting for an answer in another window.',
  ),

  'dockerSession.noConfig': fixed(
    'There is no Docker config in this folder',
    'Nothing was changed. Run docker login, then try again here, or choose the folder that your Docker CLI uses.',
  ),
  'dockerSession.none': fixed(
    'The Docker CLI is not signed in to this server',
    'Nothing was changed. Run docker login, then try again here, or sign in with your password.',
  ),
  'dockerSession.helperFailed': fixed(
    'Docker’s credential helper could not tell the sign-in',
    'Nothing was changed. The details say what it answered. Run docker login to see whether it works there, or sign in with your password.',
  ),
  'dockerSession.helperLocked': fixed(
    'The keychain that keeps Docker’s sign-in is locked',
    'Nothing was changed. Unlock the keychain, then try again.',
  ),
  'dockerSession.helperTimeout': fixed(
    'Docker’s credential helper did not answer',
    'It was stopped, and nothing was changed. It may wait for an answer in another window; give it, then try again.',
  ),
  'dockerSession.expired': fixed(
    'The session of the Docker CLI has run out',
    'Granary does not renew it, because it belongs to the CLI. Run docker login again, then try here.',
  ),
  'dockerSession.refused': fixed(
    'The server does not accept the session of the Docker CLI',
    'Nothing was changed. Run docker login again, then try here, or go back and sign in with your password.',
  ),
  'dockerSession.notAPerson': fixed(
    'The Docker CLI is signed in as an organization',
    'An organization cannot manage its own tokens. Run docker login as yourself, choose another Docker config folder, or sign in with your password.',
  ),
  'dockerSession.otherPerson': (failure) => ({
    title: 'The Docker CLI is signed in as somebody else now',
    text: `This account was left as it is. ${
      failure.detail === undefined ? 'To use that session' : `To use the session of “${failure.detail}”`
    }, connect it as another account; for this one, run docker login as its user again.`,
  }),
} satisfies Partial<Record<FailureCode, WordsOf>>
