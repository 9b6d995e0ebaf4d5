// The steps of hub-steps.ts, done in a world: each predicts its answer from the model, asks, compares, and keeps up.
import { expect } from 'vitest'
import type { Answer } from '../../hub/test-hub.ts'
import { type Model, type ModelCaller, type ModelToken, type Resource, filler, limits } from './hub-model.ts'
import type { Asked, Change, Ends, Step } from './hub-steps.ts'
import { type World, password } from './hub-world.ts'

const tokensOf = (organization: string): string => `/v2/orgs/${organization}/access-tokens`
const pathOf = ({ organization, id }: ModelToken): string => `${tokensOf(organization)}/${id}`

/** The answer to who may not: never a success. A bearer that is no longer good is told so. */
function refused({ model }: World, by: ModelCaller, { status, text }: Answer): void {
  const expected = by.kind === 'anonymous' || !model.good(by) || bearerless(by) ? 401 : 403
  expect(status, text).toBe(expected)
}
/** Its secret was never exchanged, so it asks as nobody. */
const bearerless = (by: ModelCaller): boolean => by.kind === 'organization' && by.token.bearer === null

/** Byte for byte, and in the order sent. */
function echoes(
  { text }: Answer,
  token: Pick<ModelToken, 'label' | 'resources' | 'expiresAt' | 'isActive'>,
): void {
  for (const [name, value] of [
    ['label', token.label],
    ['resources', token.resources],
    ['expires_at', token.expiresAt],
    ['is_active', token.isActive],
  ] as const)
    expect(text).toContain(`"${name}":${JSON.stringify(value)}`)
}

function written(now: number, ends: Ends | null): string | null {
  if (ends === null) return null
  const [seconds = '', milliseconds = ''] = new Date(now + ends.milliseconds)
    .toISOString()
    .slice(0, -1)
    .split('.')
  return `${seconds}${ends.digits === 0 ? '' : `.${milliseconds.padEnd(6, '0').slice(0, ends.digits)}`}Z`
}

async function create(
  world: World,
  by: ModelCaller,
  organization: string,
  sent: { label: string; resources: Resource[]; expires_at: string | null },
) {
  const { model, secrets } = world
  const answer = await world.ask('POST', tokensOf(organization), { by, json: sent })
  if (!model.manages(by, organization)) return refused(world, by, answer)
  const ended = sent.expires_at !== null && Date.parse(sent.expires_at) <= model.now
  const room = model.live(organization).length < (limits[organization] ?? 0)
  const good = !ended && room && model.resourcesAreGood(organization, sent.resources)
  expect(answer.status, answer.text).toBe(good ? 201 : 400)
  world.seen.add(
    good ? 'created' : ended ? 'past date refused' : room ? 'resources refused' : 'limit reached',
  )
  if (!good) return
  const { id, token: secret } = answer.body as { id: string; token: string }
  expect(answer.text.split(secret)).toHaveLength(2)
  expect(secrets).not.toContain(secret)
  secrets.add(secret)
  const token = {
    ...sent,
    organization,
    id,
    secret,
    expiresAt: sent.expires_at,
    isActive: true,
    deleted: false,
    bearer: null,
  }
  echoes(answer, token)
  model.tokens.push(token)
  if (token.label !== filler) await exchange(world, token, organization)
}

async function patch(world: World, by: ModelCaller, token: ModelToken, change: Change) {
  const { model } = world
  const answer = await world.ask('PATCH', pathOf(token), { by, json: change })
  if (!model.manages(by, token.organization)) return refused(world, by, answer)
  if (token.deleted) return expect(answer.status).toBe(404)
  const good =
    !model.hasEnded(token) &&
    (!change.resources || model.resourcesAreGood(token.organization, change.resources, token.resources))
  expect(answer.status, answer.text).toBe(good ? 200 : 400)
  world.seen.add(
    good ? 'changed' : model.hasEnded(token) ? 'change of an ended one refused' : 'change refused',
  )
  if (!good) return
  token.label = change.label ?? token.label
  token.resources = change.resources ?? token.resources
  token.isActive = change.is_active ?? token.isActive
  echoes(answer, token)
}

export async function read(world: World, by: ModelCaller, token: ModelToken) {
  const answer = await world.ask('GET', pathOf(token), { by })
  if (!world.model.manages(by, token.organization)) return refused(world, by, answer)
  expect(answer.status).toBe(token.deleted ? 404 : 200)
  if (!token.deleted) echoes(answer, token)
}

async function remove(world: World, by: ModelCaller, token: ModelToken) {
  const answer = await world.ask('DELETE', pathOf(token), { by })
  if (!world.model.manages(by, token.organization)) return refused(world, by, answer)
  expect(answer.status).toBe(token.deleted ? 404 : 204)
  token.deleted = true
}

export async function list(world: World, by: ModelCaller, organization: string, page: number, size: number) {
  const { model } = world
  const answer = await world.ask('GET', `${tokensOf(organization)}?page=${page}&page_size=${size}`, { by })
  if (!model.manages(by, organization)) return refused(world, by, answer)
  const all = model.live(organization)
  const { total, results } = answer.body as { total: number; results: { id: string }[] }
  expect(total).toBe(all.length)
  expect(results).toHaveLength(Math.max(0, Math.min(size, all.length - (page - 1) * size)))
  const known = new Set(all.map(({ id }) => id))
  for (const { id } of results) expect(known).toContain(id)
}

async function exchange({ model, ask }: World, token: ModelToken, as: string) {
  const answer = await ask('POST', '/v2/auth/token', { json: { identifier: as, secret: token.secret } })
  const good = model.usable(token) && as === token.organization
  expect(answer.status, answer.text).toBe(good ? 200 : 401)
  if (good) token.bearer = answer.body.access_token as string
}

async function changeRepository(
  { model, ask }: World,
  by: ModelCaller,
  step: Extract<Step, { act: 'repository' }>,
) {
  const [organization = '', name = ''] = step.path.split('/')
  const there = model.repositories.get(step.path)
  const may = model.changesRepository(by, organization, step.path, step.what) && !bearerless(by)
  const list = `/v2/namespaces/${organization}/repositories`
  const is_private = step.isPrivate
  const { status, text } = await {
    create: () => ask('POST', list, { by, json: { name, is_private } }),
    delete: () => ask('DELETE', `${list}/${name}`, { by }),
    privacy: () => ask('POST', `${list}/${name}/privacy`, { by, json: { is_private } }),
  }[step.what]()
  if (!may) return expect([401, 403, 404], text).toContain(status)
  const made = step.what === 'create' && there === undefined
  const changed = step.what !== 'create' && there !== undefined
  const failure = step.what === 'create' ? 400 : 404
  expect(status, text).toBe(
    made ? 201 : changed ? { delete: 202, privacy: 200 }[step.what as 'delete'] : failure,
  )
  if (step.what === 'delete') model.repositories.delete(step.path)
  else if (made || changed) model.repositories.set(step.path, is_private)
}

const stateOf = (model: Model, token: ModelToken): string =>
  token.deleted ? 'deleted' : model.hasEnded(token) ? 'ended' : token.isActive ? 'usable' : 'inactive'

async function members({ model, ask, seen }: World, by: ModelCaller, organization: string) {
  const { status, text } = await ask('GET', `/v2/orgs/${organization}/members`, { by })
  if (by.kind !== 'organization') return
  const carries = by.token.resources.some(
    ({ type, scopes }) => type === 'TYPE_ORG' && scopes.includes('scope-member-read'),
  )
  const good = !bearerless(by) && model.usable(by.token)
  seen.add(
    good
      ? 'bearer good'
      : !bearerless(by) && !model.usable(by.token)
        ? `bearer ${stateOf(model, by.token)}`
        : 'nobody',
  )
  expect(status, text).toBe(!good ? 401 : carries && by.token.organization === organization ? 200 : 403)
}

/** By name, what of the asked for is granted. Order and doubles do not matter. */
function granted({ model }: World, by: ModelCaller, asked: readonly Asked[]): Record<string, string[]> {
  const all: Record<string, string[]> = {}
  for (const { type, path, actions } of asked)
    if (type !== 'registry') {
      const allowed = model.images(by, path)
      const given = allowed.filter((action) => actions.includes('*') || actions.includes(action))
      if (given.length > 0) all[path] = [...new Set([...(all[path] ?? []), ...given])].sort()
    }
  return all
}

async function fetchRegistryToken(
  world: World,
  by: ModelCaller,
  { asked, form }: Extract<Step, { act: 'registry' }>,
) {
  const [username, secret] =
    by.kind === 'person'
      ? [by.name, password]
      : by.kind === 'personal'
        ? [by.name, by.token.secret]
        : by.kind === 'organization'
          ? [by.token.organization, by.token.secret]
          : [null, '']
  const texts = asked.map(({ type, path, actions }) => `${type}:${path}:${actions.join(',')}`)
  const scopes = (form === 'repeated' ? texts : [texts.join(' ')]).map((text): [string, string] => [
    'scope',
    text,
  ])
  const query = new URLSearchParams(scopes)
  const posted = form === 'post' && username !== null
  const headers: Record<string, string> = posted
    ? { 'content-type': 'application/x-www-form-urlencoded' }
    : username === null
      ? {}
      : { authorization: `Basic ${Buffer.from(`${username}:${secret}`).toString('base64')}` }
  const body = new URLSearchParams([
    ...scopes,
    ['grant_type', 'password'],
    ['username', username ?? ''],
    ['password', secret],
  ])
  const answer = posted
    ? await world.send('/token', { method: 'POST', headers, body: body.toString() })
    : await world.send(`/token?${query.toString()}`, { headers })
  expect(answer.status, answer.text).toBe(world.model.good(by) ? 200 : 401)
  if (by.kind === 'organization') world.seen.add(`secret ${stateOf(world.model, by.token)}`)
  if (answer.status !== 200) return expect(answer.body).not.toHaveProperty('access_token')
  const payload = (answer.body.access_token as string).split('.')[1] ?? ''
  const { access } = JSON.parse(Buffer.from(payload, 'base64url').toString()) as {
    access: { type: string; name: string; actions: string[] }[]
  }
  expect(access.every(({ type }) => type === 'repository')).toBe(true)
  const found = Object.fromEntries(access.map(({ name, actions }) => [name, [...actions].sort()]))
  expect(Object.keys(found)).toHaveLength(access.length)
  expect(found).toEqual(granted(world, by, asked))
  if (access.length > 0) world.seen.add(`granted to ${by.kind}`)
}

/** Makes tokens until there is no room, and one more. */
async function fill(world: World, organization: string) {
  const by = world.caller({ kind: 'person', name: 'oona' })
  const resources = [{ type: 'TYPE_REPO', path: `${organization}/*`, scopes: ['scope-image-pull'] }]
  const left = (limits[organization] ?? 0) - world.model.live(organization).length
  for (let index = 0; index <= left; index += 1)
    await create(world, by, organization, { label: filler, resources, expires_at: null })
}

async function switchPersonal({ ask, caller, personal }: World, index: number, isActive: boolean) {
  const token = personal[index]!
  const by = caller({ kind: 'person', name: 'oona' })
  const answer = await ask('PATCH', `/v2/access-tokens/${token.id}`, { by, json: { is_active: isActive } })
  expect(answer.status).toBe(200)
  token.isActive = isActive
}

function goToEnd(model: Model, { expiresAt }: ModelToken, early: boolean): void {
  if (expiresAt !== null) model.now = Math.max(model.now, Date.parse(expiresAt) - (early ? 1 : 0))
}

/** Does nothing when there is no token yet that the step could be about. */
export async function take(world: World, step: Step): Promise<void> {
  const { model, caller } = world
  if (step.act === 'pass') model.now += step.milliseconds
  else if (step.act === 'fill') await fill(world, step.organization)
  else if (step.act === 'personal') await switchPersonal(world, step.index, step.isActive)
  else if (step.act === 'repository') await changeRepository(world, caller(step.by), step)
  else if (step.act === 'registry') await fetchRegistryToken(world, caller(step.by), step)
  else if (step.act === 'members') await members(world, caller(step.by), step.organization)
  else if (step.act === 'list') await list(world, caller(step.by), step.organization, step.page, step.size)
  else if (step.act === 'create') {
    const { organization, label, resources } = step
    const expires_at = written(model.now, step.ends)
    await create(world, caller(step.by), organization, { label, resources, expires_at })
  } else {
    const token = model.pick(step.token)
    if (token === undefined) return
    if (step.act === 'end') goToEnd(model, token, step.early)
    else if (step.act === 'exchange') await exchange(world, token, step.as ?? token.organization)
    else if (step.act === 'patch') await patch(world, caller(step.by), token, step.change)
    else if (step.act === 'delete') await remove(world, caller(step.by), token)
    else await read(world, caller(step.by), token)
  }
}
