// Testing a token: what its secret opens at the registry now, compared with the access that it should have.
import type { TokenRef } from '../../shared/contract/references.ts'
import type { TokenTest } from '../../shared/contract/secrets.ts'
import type { Token } from '../../shared/contract/tokens.ts'
import { type RegistryRow, answeredRow, rowsToAsk } from '../../shared/tokens/registry-rows.ts'
import { tokenStatus } from '../../shared/tokens/status.ts'

interface Wish {
  repository: string
  actions: readonly string[]
}

type Answer =
  | { signedIn: true; subject: string | null; granted: ReadonlyMap<string, readonly string[]> | null }
  | { signedIn: false; refusal: 'wrong' | 'deactivated' | 'expired' | 'wrongName'; words: string | null }

export interface CheckParts {
  /** With its access; from the server where it was not read yet. Fails with `token.gone` and the like. */
  token(ref: TokenRef): Promise<Pick<Token, 'isActive' | 'expiresAt' | 'resources'>>
  /** Some repositories of the organization, in order of name; none when the server does not tell. */
  repositories(ref: TokenRef): Promise<{ name: string; isPrivate: boolean }[]>
  /** Whether there is such a repository (given with its organization); null when the server does not tell. */
  exists(ref: TokenRef, repository: string): Promise<boolean | null>
  /** The label of a token of the organization, or null for one that is not known. */
  labelOf(ref: TokenRef): Promise<string | null>
  /** Asks the account's registry with the organization's name and the secret. */
  ask(
    ref: TokenRef,
    secret: string,
    wishes: readonly Wish[],
    onProgress: (asked: number) => void,
  ): Promise<Answer>
  registry(accountId: string): string
  testing(ref: TokenRef, asked: number, total: number): void
  /** The server's time (Unix milliseconds). */
  now(accountId: string): number
}

/** Repositories left out that are looked for on the server; the rest stay unexplained. */
const lookedFor = 10

export async function checkToken(
  parts: CheckParts,
  ref: TokenRef,
  secret: string,
  more: readonly string[],
): Promise<TokenTest> {
  const token = await parts.token(ref)
  const resources = token.resources ?? []
  const starred = resources.some(({ path }) => path.includes('*'))
  const known = starred ? await parts.repositories(ref) : []
  const rows = rowsToAsk(
    resources,
    known.map(({ name, isPrivate }) => ({
      repository: `${ref.organization}/${name}`,
      isPublic: !isPrivate,
    })),
    more,
  )
  const wishes = rows.map(({ repository, asked }) => ({ repository, actions: asked }))
  parts.testing(ref, 0, rows.length)
  const answer = await parts.ask(ref, secret, wishes, (asked) => parts.testing(ref, asked, rows.length))
  const result = {
    registry: parts.registry(ref.accountId),
    checkedAt: new Date(parts.now(ref.accountId)).toISOString(),
    rows: [],
  }
  if (!answer.signedIn) {
    const { refusal, words } = answer
    return {
      ...result,
      signsIn: refusal === 'wrong' ? reasonHere(token, parts.now(ref.accountId)) : refusal,
      words,
    }
  }
  const other = await otherToken(parts, ref, answer.subject)
  if (other !== null) return { ...result, signsIn: 'otherToken', words: other }
  const { granted } = answer
  const answered = rows.map((row) => answeredRow(row, granted && (granted.get(row.repository) ?? [])))
  return { ...result, signsIn: 'yes', words: null, rows: await explained(parts, ref, answered) }
}

/** A registry that only says "incorrect" may mean what is known here. */
function reasonHere(
  token: Pick<Token, 'isActive' | 'expiresAt'>,
  now: number,
): 'wrong' | 'deactivated' | 'expired' {
  const status = tokenStatus(token, now)
  if (status === 'active') return 'wrong'
  return status === 'expired' ? 'expired' : 'deactivated'
}

/** Registries that name a token as `organization/id` tell whose secret it is. */
async function otherToken(parts: CheckParts, ref: TokenRef, subject: string | null): Promise<string | null> {
  const [organization, tokenId, ...rest] = (subject ?? '').split('/')
  if (organization !== ref.organization || !tokenId || rest.length > 0 || tokenId === ref.tokenId) return null
  return parts.labelOf({ ...ref, tokenId })
}

/** Of what was left out without a word, what does not exist is told apart. */
async function explained(parts: CheckParts, ref: TokenRef, rows: RegistryRow[]): Promise<RegistryRow[]> {
  const silent = rows.filter(({ reason }) => reason === 'hidden').slice(0, lookedFor)
  const gone = new Set<RegistryRow>()
  for (const row of silent) if ((await parts.exists(ref, row.repository)) === false) gone.add(row)
  return rows.map((row) => (gone.has(row) ? { ...row, reason: 'gone' } : row))
}
