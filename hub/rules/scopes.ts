// Whether an organization access token carries an organization scope.
import { organizationType } from '../../shared/tokens/access.ts'
import { impliedScopes } from '../../shared/tokens/scopes.ts'
import type { AccessToken } from '../data/access-tokens.ts'

/** Whether the token carries the scope for this organization, which must be its own. */
export const carries = (
  token: Pick<AccessToken, 'resources'>,
  organization: string,
  scope: string,
): boolean =>
  token.resources.some(
    ({ type, path, scopes }) =>
      type === organizationType && path === organization && impliedScopes(scopes).has(scope),
  )
