// Signing in to Docker Hub: /v2/users/login, /v2/users/2fa-login and /v2/auth/token.
import * as z from 'zod'

/** The exact sentence that announces a second factor; Docker's own clients compare it. */
export const secondFactorDetail = 'Require secondary authentication on MFA enabled account'
/** What /v2/users/login says to an organization name. */
export const organizationLoginDetail = 'Cannot log into an organization account'

export const loginAnswer = z.looseObject({ token: z.string(), refresh_token: z.string().optional() })
export const secondFactorAnswer = z.looseObject({ detail: z.string(), login_2fa_token: z.string() })
export const accessTokenAnswer = z.looseObject({ access_token: z.string() })
