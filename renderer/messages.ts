// What each failure is called and explained as: what happened, what was kept, what to do next.
// A code without words does not compile.
import type { Failure, FailureCode } from '../shared/errors.ts'
import { paperMaximum } from '../shared/tokens/limits.ts'
import { templateMaximum } from '../shared/tokens/templates.ts'
import { viewMaximum } from '../shared/views.ts'
import { dockerWords } from './dockerMessages.ts'
import { fixed, type Words, type WordsOf } from './words.ts'

const again = (failure: Failure): string =>
  failure.retryAfter === undefined ? 'Try again in a moment.' : `Try again in ${inWords(failure.retryAfter)}.`

function inWords(seconds: number): string {
  if (seconds < 90) return `${Math.max(1, Math.ceil(seconds))} second${seconds > 1 ? 's' : ''}`
  return `${Math.ceil(seconds / 60)} minutes`
}

const words: Record<FailureCode, WordsOf> = {
  'input.invalid': (failure) => ({
    title: failure.field
      ? `Something is not right in “${failure.field}”`
      : 'Something in the form is not right',
    text: 'Nothing was sent. Correct it and try again.',
  }),
  internal: fixed(
    'Granary made a mistake',
    'This is a fault of the app, not yours. What you typed is kept. Try again; if it happens again, restart Granary.',
  ),

  'server.unreachable': fixed(
    'The server cannot be reached',
    'Nothing was changed and nothing was lost. Check the network connection and the server’s address, then try again.',
  ),
  'server.timeout': fixed(
    'The server took too long to answer',
    'What you typed is kept. Check the network connection, then try again.',
  ),
  'server.certificate': fixed(
    'The server’s certificate is not trusted',
    'Nothing was sent to it. If the server uses a certificate authority of your own, choose its CA file; otherwise ask who runs the server.',
  ),
  'server.address': fixed(
    'This is not a server address Granary can use',
    'Write the whole address, such as https://hub.example.com. Plain http works only for this computer itself.',
  ),
  'server.unexpected': fixed(
    'The server answered something Granary does not understand',
    'Nothing was changed on this computer. Check that the address belongs to a Docker Hub compatible server.',
  ),
  'server.failed': (failure) => ({
    title: 'The server has a problem of its own',
    text: `What you typed is kept. ${again(failure)}`,
  }),
  'server.refused': fixed(
    'The server refused',
    'This account may not do that. Nothing was changed. Ask an owner of the organization.',
  ),
  'server.rateLimited': (failure) => ({
    title: 'The server asks for a pause',
    text: `Too many requests came from this account. Nothing was lost. ${again(failure)}`,
  }),

  'proxy.signInNeeded': fixed(
    'The proxy wants a name and a password',
    'Nothing was sent to the server. Sign in to the proxy, then try again.',
  ),
  'proxy.signInWrong': fixed(
    'The proxy did not take that name and password',
    'Nothing was kept of them. Correct them and try again: some companies lock an account after a few wrong tries.',
  ),

  'signIn.wrong': fixed(
    'The user name or the password is wrong',
    'The form is as you left it. Correct it and sign in again. If your organization signs in through SSO, a password does not work: choose “Use my Docker CLI session”.',
  ),
  'signIn.codeWrong': fixed(
    'That code is not right',
    'Codes change every 30 seconds. Type the one your authenticator app shows now.',
  ),
  'signIn.locked': (failure) => ({
    title: 'Too many attempts',
    text: `The server does not take another try for this account yet. The form is kept. ${
      failure.retryAfter === undefined ? 'Wait some minutes, then try again.' : again(failure)
    }`,
  }),
  'signIn.needed': fixed('Your sign-in ran out', 'Nothing was lost. Sign in again and go on where you were.'),
  'signIn.sessionRefused': fixed(
    'This kind of sign-in may not manage organization access tokens',
    'The server wants an owner’s own session here; a personal access token is not enough. Sign in with the password, or run docker login in the browser and choose “Use my Docker CLI session”.',
  ),
  'signIn.notAPerson': fixed(
    'This is the name of an organization',
    'Organizations cannot sign in. Use your own Docker user name and password.',
  ),

  'organization.notOwner': fixed(
    'Only owners manage access tokens',
    'Your account is not an owner of this organization. Ask an owner to make you one, or to create the token for you.',
  ),
  'organization.noPlan': fixed(
    'This organization’s plan has no access tokens',
    'Organization access tokens come with Docker Team and Docker Business.',
  ),
  'members.unreadable': (failure) => ({
    title: `Your account may not read ${failure.detail ?? 'the members'} of this organization`,
    text: 'Nothing was changed, and what this computer knows of them is kept. Ask an owner of the organization.',
  }),
  'members.gone': (failure) => ({
    title: `${failure.detail ?? 'This member'} is not in the organization any more`,
    text: 'Somebody removed them since the list was read. Nothing was changed. Choose somebody else.',
  }),
  'members.notRead': fixed(
    'What this member can reach is not known here any more',
    'Nothing was lost. Open “Replace a service account” and read it once more.',
  ),
  'organization.gone': fixed(
    'The organization is not there any more',
    'It was deleted, or your account left it. What was read before is still on this computer.',
  ),
  'organization.notRead': fixed(
    'This organization was not read yet',
    'Nothing was kept. Open it once while its server can be reached, then try again.',
  ),
  'slots.full': fixed(
    'All token slots are taken',
    'No token was made. Expired and inactive tokens count until they are deleted: delete one, then try again. Your form is kept.',
  ),
  'token.rejected': fixed(
    'The server did not accept this',
    'Nothing was made or changed, and your form is kept. The details say what the server did not like.',
  ),
  'token.gone': fixed(
    'That token does not exist any more',
    'Somebody deleted it. The list has been brought up to date.',
  ),
  'token.unknownOutcome': fixed(
    'It is not known whether the token was made',
    'The connection broke before the server answered. Your form is kept. Look at the inventory before trying again: if the token is there without its secret, it can be deleted from there.',
  ),

  'token.changeUnknown': fixed(
    'It is not known whether the change was made',
    'The connection broke before the server answered, and the token could not be read again. What you typed is kept. Try again when the server answers: what was done already is not done twice.',
  ),
  'token.beingMade': fixed(
    'This token is being made already',
    'Its first request has not been answered yet. Wait for it; nothing was sent a second time.',
  ),
  'token.notActive': fixed(
    'That token is not active any more',
    'It was deactivated or has expired meanwhile. Nothing was made. An inactive token can only be deleted.',
  ),
  'token.changedMeanwhile': fixed(
    'Somebody changed this token meanwhile',
    'Nothing was made. It has been read again: look it over, then rotate.',
  ),
  'token.rotatedMeanwhile': fixed(
    'Somebody made a token with this label meanwhile',
    'Nothing was made here. It may be the successor already: look at the inventory before you make another.',
  ),
  'signOut.secretUnkept': fixed(
    'A token’s secret would be lost',
    'A token is being made with this account, or its secret is not kept yet. Finish on its page, then sign out.',
  ),

  'policy.forbids': fixed(
    'Your policy does not allow this',
    'Nothing was made or changed, and your form is kept. The details name the rule; choose something within it, or change the policy under Insights.',
  ),

  'administrator.forbids': fixed(
    'Your administrator’s policy does not allow this',
    'Nothing was made or changed, and your form is kept. The details name the rule; choose something within it, or ask the administrator of this computer.',
  ),
  'administrator.server': fixed(
    'Your administrator does not allow this server',
    'Nothing was sent to it, and what was read from it before is kept. Use a server that is allowed, or ask the administrator of this computer.',
  ),
  'administrator.unreadable': fixed(
    'Your administrator’s policy cannot be read',
    'Nothing was made or changed, and your form is kept. Everything can be read meanwhile. Ask the administrator of this computer to repair the file, then start Granary again.',
  ),

  'template.full': fixed(
    `There are ${templateMaximum} templates already`,
    'Nothing was saved. Delete one that you do not use, then try again.',
  ),
  'template.nameUsed': fixed(
    'Another template has this name',
    'Nothing was changed. Choose a different name.',
  ),
  'template.gone': fixed(
    'That template is not there any more',
    'It was deleted. Your other templates and the form are as they were.',
  ),
  'view.full': fixed(
    `There are ${viewMaximum} saved views already`,
    'Nothing was saved. Delete one that you do not use, then try again.',
  ),
  'view.nameUsed': fixed('Another view has this name', 'Nothing was changed. Choose a different name.'),
  'view.gone': fixed('That view is not there any more', 'It was deleted. The table is as it was.'),

  'report.tooLong': fixed(
    'That is too much for a PDF',
    `Nothing was saved or printed. A PDF holds ${paperMaximum.toLocaleString('en')} tokens: choose fewer, or save the report as CSV or JSON.`,
  ),
  'report.notDrawn': fixed(
    'The pages could not be drawn',
    'Nothing was saved or printed, and nothing else has changed. Try again, or save the report as CSV or JSON.',
  ),

  'keychain.absent': fixed(
    'This computer has no working keychain',
    'Nothing was changed, and what you typed is kept. Install and start one (on Linux: GNOME Keyring or KWallet), or go on and keep the secret yourself.',
  ),
  'keychain.locked': fixed(
    'The keychain is locked',
    'Nothing was changed, and what you typed is kept. Unlock the keychain, then try again.',
  ),
  'keychain.hanging': fixed(
    'The keychain does not answer',
    'Nothing was changed, and what you typed is kept. It may be waiting for its password in another window; answer that, then try again.',
  ),
  'keychain.failed': fixed(
    'The keychain refused',
    'The secret could not be kept there. What you typed is kept. Try again, or keep the secret yourself.',
  ),
  'secret.missing': fixed(
    'The secret is not on this computer',
    'It was not kept here, or was removed from the keychain. It cannot be read again from Docker: make a new token in its place.',
  ),
  'secret.notSaved': fixed(
    'The token was made, but its secret could not be kept',
    'It is shown here for as long as this page is open. Copy it now to a safe place.',
  ),

  'presence.refused': fixed(
    'Touch ID did not confirm that it is you',
    'Nothing was shown, copied or changed. Try again when you are ready.',
  ),

  'registry.untrusted': fixed(
    'The registry wants the secret sent to another place',
    'The address it names is not one that Granary trusts with a token, so nothing was sent there. Ask who runs the registry.',
  ),

  'disk.full': fixed(
    'The disk is full',
    'Nothing was made and what you typed is kept. Free some space, then try again.',
  ),
  'disk.failed': fixed(
    'A file could not be written',
    'The disk or its permissions do not allow it. What you typed is kept for as long as Granary is open.',
  ),
  'hub.failed': fixed(
    'The demo server did not start',
    'Nothing on this computer was changed. Try again; if it happens again, restart Granary.',
  ),
  'file.unreadable': fixed('The file cannot be read', 'Choose another one, or check its permissions.'),

  'update.unreachable': (failure) => ({
    title: 'It could not be found out whether there is a newer version',
    text: `The update server cannot be reached, or its answer makes no sense${
      failure.detail === undefined ? '' : ` (${failure.detail})`
    }. Nothing was changed. Check the network connection, then try again.`,
  }),
  'update.notSigned': fixed(
    'This update does not come from Granary’s makers',
    'Its signature is missing or wrong, so nothing of it was installed, and your version stays. On a network with a sign-in page, sign in there first. If it happens again, do not install a download from that place; tell the makers.',
  ),
  'update.brokenOff': fixed(
    'The download broke off',
    'What had come was thrown away, and your version stays. Check the network connection, then try again.',
  ),
  'update.damaged': fixed(
    'The download is not what it should be',
    'Its checksum is wrong: it was damaged on its way or replaced. It was thrown away, and your version stays. Try again later.',
  ),
  'update.notInstalled': fixed(
    'The new version could not be put in place',
    'Your version stays and works on. Check that you may write to the folder that Granary lies in, then try again.',
  ),
  'update.secretUnkept': fixed(
    'Granary does not restart yet',
    'A token’s secret is not kept yet and would be lost. Finish on its page, then restart. The update waits.',
  ),

  ...dockerWords,
}

/** The words for a failure. */
export const failureWords = (failure: Failure): Words => words[failure.code](failure)
