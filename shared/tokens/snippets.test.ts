// Snippets: right for Docker Hub and for another registry, quoted for any name, and never with a secret in them.
import { execFileSync } from 'node:child_process'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { parse } from 'yaml'
import { registryAddress } from '../contract/docker.ts'
import { organizationName } from '../contract/references.ts'
import { type Snippet, loginCommand, registryPattern, snippets } from './snippets.ts'

const text = (id: Snippet['id'], registry: string, organization = 'acme') =>
  snippets(organization, registry).find((snippet) => snippet.id === id)?.text ?? ''
const name = fc
  .stringMatching(/^[a-z0-9][a-z0-9_-]{0,40}$/)
  .filter((value) => organizationName.safeParse(value).success)
const address = fc
  .stringMatching(/^[A-Za-z0-9][A-Za-z0-9.-]{0,40}(:\d{1,5})?$/)
  .filter((value) => registryAddress.safeParse(value).success)

test('docker login names the registry only when it is not Docker Hub', () => {
  expect(loginCommand('acme', '')).toBe('docker login --username acme --password-stdin')
  expect(loginCommand('acme', 'localhost:5000')).toBe(
    'docker login --username acme --password-stdin localhost:5000',
  )
})

test('the page takes the same registries as the contract', () => {
  const spelled = fc.oneof(address, fc.string(), fc.stringMatching(/^[a-z.:/@ -]{0,8}(:\d{0,6})?$/))
  fc.assert(
    fc.property(spelled, (text) => {
      expect(registryPattern.test(text)).toBe(registryAddress.safeParse(text).success)
    }),
  )
})

test('the shell never gets the token as an argument', () => {
  expect(text('shell', '')).toContain(
    `printf '%s' "$DOCKER_TOKEN" | docker login --username acme --password-stdin`,
  )
  for (const snippet of snippets('acme', 'r.example.com'))
    expect(snippet.text).not.toMatch(/--password[ =]|-p /)
})

test('GitHub Actions takes the token from a secret', () => {
  expect(text('github', '')).toBe(
    [
      '- uses: docker/login-action@v3',
      '  with:',
      "    username: 'acme'",
      '    password: ${{ secrets.DOCKER_TOKEN }}',
    ].join('\n'),
  )
  expect(text('github', 'localhost:5000')).toContain("    registry: 'localhost:5000'\n")
})

test('GitLab CI logs in before the script', () => {
  expect(text('gitlab', 'r.example.com')).toBe(
    `before_script:\n  - printf '%s' "$DOCKER_TOKEN" | docker login --username acme --password-stdin r.example.com`,
  )
})

test('Docker Hub has its own key in Docker’s config file', () => {
  expect(Object.keys(JSON.parse(text('config', '')).auths)).toEqual(['https://index.docker.io/v1/'])
})

test('for any organization and registry, what must parse parses and names both', () => {
  fc.assert(
    fc.property(name, address, (organization, registry) => {
      const file = JSON.parse(text('config', registry, organization))
      expect(file.auths[registry].auth).toBe(`BASE64_OF_${organization}:TOKEN`)
      const secret = text('kubernetes', registry, organization)
      expect(secret).toMatch(/\n {2}name: [a-z0-9]([a-z0-9-]*[a-z0-9])?\n/)
      const json = /dockerconfigjson: '(.*)'$/.exec(secret)?.[1] ?? ''
      expect(JSON.parse(json).auths[registry].username).toBe(organization)
    }),
  )
})

test('each snippet says what to do, and none holds anything like a secret', () => {
  const all = snippets('acme', '')
  expect(new Set(all.map((snippet) => snippet.title)).size).toBe(5)
  for (const snippet of all) {
    expect(snippet.explanation).not.toBe('')
    expect(snippet.text + snippet.explanation).not.toContain('dckr_')
    expect(snippet.text).toMatch(/DOCKER_TOKEN|TOKEN_HERE|:TOKEN/)
  }
})

const hostile = fc.oneof(
  fc.string({ minLength: 1 }),
  fc.string({ unit: 'binary', minLength: 1 }),
  fc.constantFrom(
    'null',
    ':',
    '123',
    '-x',
    `a'b`,
    '"; rm -rf / #',
    '$(id)',
    '`id`',
    'a: b',
    "a' #",
    '${{ secrets.X }}',
  ),
)

test('no name breaks out of its place in YAML and JSON', () => {
  const parsed = (id: Snippet['id'], organization: string, registry: string) =>
    parse(text(id, registry, organization)) as never
  fc.assert(
    fc.property(hostile, hostile, (organization, registry) => {
      const [step] = parsed('github', organization, registry) as [{ with: Record<string, string> }]
      const evaluated = (value = '') => value.replaceAll("${{ '${{' }}", '${{')
      expect(Object.keys(step)).toEqual(['uses', 'with'])
      expect(Object.keys(step.with)).toEqual(['registry', 'username', 'password'])
      expect(evaluated(step.with['username'])).toBe(organization)
      expect(evaluated(step.with['registry'])).toBe(registry)
      expect(step.with['username']?.replaceAll("${{ '${{' }}", '')).not.toContain('${{')
      expect(parsed('gitlab', organization, registry)).toEqual({ before_script: [expect.any(String)] })
      const secret = parsed('kubernetes', organization, registry) as { stringData: Record<string, string> }
      const config = JSON.parse(secret.stringData['.dockerconfigjson'] ?? '') as { auths: object }
      expect(Object.entries(config.auths)).toEqual([
        [registry, { username: organization, password: 'PASTE_THE_TOKEN_HERE' }],
      ])
    }),
  )
})

test('no name becomes anything but one argument of docker, in the shell and in GitLab', () => {
  const printed = (script: string) =>
    execFileSync('sh', ['-c', `docker() { printf '%s\\0' "$@"; }\n${script}`], { encoding: 'utf8' })
  fc.assert(
    fc.property(hostile, hostile, (organization, registry) => {
      fc.pre(!/[\0\ud800-\udfff]/.test(organization + registry))
      const { before_script } = parse(text('gitlab', registry, organization)) as { before_script: string[] }
      const expected = `login\0--username\0${organization}\0--password-stdin\0${registry}\0`
      expect(printed(before_script[0] ?? '')).toBe(expected)
      expect(printed(loginCommand(organization, registry))).toBe(expected)
    }),
    { numRuns: 60 },
  )
})
