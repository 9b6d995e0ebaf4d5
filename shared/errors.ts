// The closed list of what can go wrong, as it crosses from main to the page. Each code has its words in
// renderer/messages.ts, or that file does not compile.
import * as z from 'zod'

export const failureCodes = [
  // the door
  'input.invalid',
  'internal',
  // reaching a server
  'server.unreachable',
  'server.timeout',
  'server.certificate',
  'server.address',
  'server.unexpected',
  'server.failed',
  'server.refused',
  'server.rateLimited',
  // a proxy on the way to it
  'proxy.signInNeeded',
  'proxy.signInWrong',
  // signing in
  'signIn.wrong',
  'signIn.codeWrong',
  'signIn.locked',
  'signIn.needed',
  'signIn.sessionRefused',
  'signIn.notAPerson',
  'signOut.secretUnkept',
  // organizations and tokens
  'organization.notOwner',
  'organization.noPlan',
  'organization.gone',
  'organization.notRead',
  'members.unreadable',
  'members.gone',
  'members.notRead',
  'slots.full',
  'token.rejected',
  'token.gone',
  'token.unknownOutcome',
  'token.changeUnknown',
  'token.beingMade',
  'token.notActive',
  'token.changedMeanwhile',
  'token.rotatedMeanwhile',
  // the owner's own rules
  'policy.forbids',
  // the administrator's policy file
  'administrator.forbids',
  'administrator.server',
  'administrator.unreadable',
  // templates
  'template.full',
  'template.nameUsed',
  'template.gone',
  // saved views
  'view.full',
  'view.nameUsed',
  'view.gone',
  // reports
  'report.notDrawn',
  'report.tooLong',
  // keeping secrets
  'keychain.absent',
  'keychain.locked',
  'keychain.hanging',
  'keychain.failed',
  'secret.missing',
  'secret.notSaved',
  'presence.refused',
  // asking a registry
  'registry.untrusted',
  // this computer
  'disk.full',
  'disk.failed',
  'hub.failed',
  'file.unreadable',
  // a newer version of Granary
  'update.unreachable',
  'update.notSigned',
  'update.brokenOff',
  'update.damaged',
  'update.notInstalled',
  'update.secretUnkept',
  // docker login
  'docker.absent',
  'docker.rejected',
  'docker.unreachable',
  'docker.notSaved',
  'docker.notErased',
  'docker.otherLogin',
  'docker.helperMissing',
  'docker.unencrypted',
  'docker.configUnreadable',
  'docker.timeout',
  // the session that `docker login` left
  'dockerSession.noConfig',
  'dockerSession.none',
  'dockerSession.helperFailed',
  'dockerSession.helperLocked',
  'dockerSession.helperTimeout',
  'dockerSession.expired',
  'dockerSession.refused',
  'dockerSession.notAPerson',
  'dockerSession.otherPerson',
] as const

export type FailureCode = (typeof failureCodes)[number]

export const failureSchema = z.object({
  code: z.enum(failureCodes),
  /** The other side's own words (a server's message, docker's last line), redacted and shortened. */
  detail: z.string().optional(),
  /** The form field concerned, when one is. */
  field: z.string().optional(),
  /** Seconds until trying again makes sense. */
  retryAfter: z.number().optional(),
})

export type Failure = z.infer<typeof failureSchema>

/** A failure thrown on its way to the door. Its message never holds a secret. */
export class Failed extends Error {
  readonly failure: Failure
  constructor(code: FailureCode, more: Omit<Failure, 'code'> = {}, options?: ErrorOptions) {
    super(more.detail === undefined ? code : `${code}: ${more.detail}`, options)
    this.name = 'Failed'
    this.failure = { code, ...more }
  }
}

/** True when `error` is a `Failed` with one of the codes (any code when none is named). */
export const isFailed = (error: unknown, ...codes: FailureCode[]): error is Failed =>
  error instanceof Failed && (codes.length === 0 || codes.includes(error.failure.code))
