// The snippets as they stand, run by the shells and read by the real docker and skopeo, against a real registry.
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, afterEach, beforeAll, beforeEach, expect, it } from 'vitest'
import { parse } from 'yaml'
import { type StartedHub, startHub } from '../../hub/server.ts'
import { type Snippet, snippets } from '../../shared/tokens/snippets.ts'
import { skopeo } from '../support/docker.ts'
import { type OwnedToken, ownerOf } from '../support/hub-owner.ts'
import { makeImage } from '../support/image.ts'
import { programsIn } from '../support/programs.ts'
import { type Registry, startRegistry } from '../support/registry.ts'
import { run } from '../support/run.ts'

const organization = 'harborline'
const repository = `${organization}/snippets`
let hubFolder = ''
let programs = ''
let hub: StartedHub
let registry: Registry
let token: OwnedToken
/** A private one, pushed before. */
let image = ''
let folder = ''

beforeAll(async () => {
  hubFolder = await mkdtemp(join(tmpdir(), 'granary-hub-'))
  programs = programsIn(join(hubFolder, 'programs'), 'docker', 'skopeo', 'bash', 'sh', 'base64', 'tr')
  hub = await startHub({ dataFolder: join(hubFolder, 'hub'), passwordCost: 4, seed: 'everybody' })
  registry = await startRegistry(hub)
  const owner = await ownerOf(hub)
  await owner.ask('POST', `/v2/namespaces/${organization}/repositories`, {
    name: 'snippets',
    is_private: true,
  })
  const resources = [{ type: 'TYPE_REPO', path: repository, scopes: ['scope-image-push'] }]
  token = await owner.newToken(organization, resources)
  image = `${registry.address}/${repository}:1`
  const client = await skopeo({
    registry: registry.address,
    username: organization,
    secret: token.secret,
  })
  await mkdir(join(hubFolder, 'image'))
  const { reference } = await makeImage(join(hubFolder, 'image'))
  expect(await client.copy(reference, `docker://${image}`)).toMatchObject({ code: 0 })
  await client.close()
}, 60_000)
afterAll(async () => {
  await registry.stop()
  await hub.close()
  await rm(hubFolder, { recursive: true, force: true })
})
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'granary-snippets-'))
})
afterEach(() => rm(folder, { recursive: true, force: true }))

const snippet = (id: Snippet['id']) => {
  const found = snippets(organization, registry.address).find((one) => one.id === id)
  if (!found) throw new Error(`no snippet ${id}`)
  return found
}
const env = (more: Record<string, string> = {}) => ({
  PATH: programs,
  HOME: folder,
  DOCKER_CONFIG: folder,
  ...more,
})
const config = async () =>
  JSON.parse(await readFile(join(folder, 'config.json'), 'utf8')) as { auths: Record<string, object> }

/** Docker reads a private image's manifest with the sign-in that it finds in a config.json. */
async function dockerReads(content: string) {
  await writeFile(join(folder, 'config.json'), content)
  return run('docker', ['manifest', 'inspect', '--insecure', image], { env: env() })
}

it('the shell’s asks for the token and signs docker in', async () => {
  const { code, output } = await run('bash', ['-c', snippet('shell').text], {
    env: env(),
    input: `${token.secret}\n`,
  })
  expect(output).toContain('Login Succeeded')
  expect(code).toBe(0)
  expect(output).not.toContain(token.secret)
  expect(Object.keys((await config()).auths)).toEqual([registry.address])
})

it('GitLab’s signs docker in with the variable', async () => {
  const job = parse(snippet('gitlab').text) as { before_script: string[] }
  const { output } = await run('sh', ['-c', job.before_script.join('\n')], {
    env: env({ DOCKER_TOKEN: token.secret }),
  })
  expect(output).toContain('Login Succeeded')
})

it('GitHub’s is a step with inputs that docker/login-action has', () => {
  const [step] = parse(snippet('github').text) as [{ uses: string; with: Record<string, string> }]
  expect(step.uses).toMatch(/^docker\/login-action@v\d+$/)
  expect(step.with).toEqual({
    registry: registry.address,
    username: organization,
    password: '${{ secrets.DOCKER_TOKEN }}',
  })
})

it('Kubernetes’ is a Secret of the right type, in which docker finds the sign-in', async () => {
  const text = snippet('kubernetes').text.replace('PASTE_THE_TOKEN_HERE', token.secret)
  const secret = parse(text) as { metadata: { name: string }; stringData: Record<string, string> }
  expect(secret).toMatchObject({ apiVersion: 'v1', kind: 'Secret', type: 'kubernetes.io/dockerconfigjson' })
  expect(secret.metadata.name).toMatch(/^[a-z0-9]([a-z0-9.-]{0,251}[a-z0-9])?$/)
  expect(snippet('kubernetes').explanation).toContain(secret.metadata.name)
  // What the API server does with stringData, and the kubelet with what comes of it.
  const data = Buffer.from(secret.stringData['.dockerconfigjson'] ?? '').toString('base64')
  expect(await dockerReads(Buffer.from(data, 'base64').toString())).toMatchObject({ code: 0 })
  expect((await dockerReads(snippet('kubernetes').text.split("'")[1] ?? '')).code).not.toBe(0)
})

it('config.json is one to docker and to skopeo, with the value its explanation makes', async () => {
  const { text, explanation } = snippet('config')
  const command = explanation.split('is the output of: ')[1] ?? ''
  const made = await run('sh', ['-c', command], { env: env({ DOCKER_TOKEN: token.secret }) })
  const filled = text.replace(/"BASE64_OF[^"]*"/, JSON.stringify(made.output))
  expect(await dockerReads(filled)).toMatchObject({ code: 0 })

  const authFile = join(folder, 'auth.json')
  const inspect = async (content: string) => {
    await writeFile(authFile, content)
    const args = ['inspect', '--authfile', authFile, '--tls-verify=false', `docker://${image}`]
    return run('skopeo', ['--insecure-policy', ...args], { env: { ...env(), TMPDIR: folder } })
  }
  expect(await inspect(filled)).toMatchObject({ code: 0 })
  expect((await inspect(text)).code).not.toBe(0)
})
