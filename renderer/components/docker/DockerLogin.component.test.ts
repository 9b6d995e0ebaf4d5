// `docker login` from the secret screen: what is said before it is run, what keeps it from being run, and after it.
import { createPinia } from 'pinia'
import { afterEach, expect, it } from 'vitest'
import { page } from 'vitest/browser'
import { type App, createApp, h } from 'vue'
import { Failed } from '../../../shared/errors.ts'
import { pageBridge } from '../../../tests/support/page-bridge.ts'
import { setBridge } from '../../api.ts'
import ConfirmHost from '../base/ConfirmHost.vue'
import DockerLogin from './DockerLogin.vue'

const token = { accountId: 'hub', organization: 'acme', tokenId: 't1' }
const ownFolder = '/home/anna/.docker'
const otherFolder = '/home/anna/deploy/docker config'

let app: App | null = null

afterEach(() => {
  app?.unmount()
  app = null
  setBridge(null)
  document.body.replaceChildren()
})

interface Look {
  registry: string
  configFolder: string | null
}

/** `found` is what a look at docker's own config finds; `elsewhere` what the chosen folder holds instead. */
function open(
  found: { cli?: 'present' | 'absent'; helper?: string | null; replaces?: string | null },
  elsewhere: typeof found = {},
  registry = '',
  kept = true,
) {
  const look = ({ configFolder }: Look) => ({
    cli: 'present',
    helper: 'pass',
    replaces: null,
    ...found,
    ...(configFolder === null ? {} : elsewhere),
    configFolder: configFolder ?? ownFolder,
  })
  const main = pageBridge({
    'docker.inspect': look,
    'docker.login': (choice: Look) => ({ ...look(choice), registry: choice.registry }),
    'docker.logout': ({ registry, configFolder }: Look) => ({
      registry,
      configFolder: configFolder ?? ownFolder,
    }),
    'docker.chooseConfigFolder': () => otherFolder,
  })
  setBridge(main.bridge)
  app = createApp({ render: () => [h(DockerLogin, { token, registry, kept }), h(ConfirmHost)] })
  app.use(createPinia()).mount(document.body.appendChild(document.createElement('div')))
  return main
}

const run = page.getByRole('button', { name: 'Run docker login' })
const out = page.getByRole('button', { name: 'Run docker logout' })
const consent = page.getByRole('checkbox', { name: 'Store it unencrypted' })
const registryField = page.getByLabelText('Registry')
const folderButton = page.getByRole('button', { name: 'Choose folder…' })
const own = page.getByRole('radio', { name: 'Docker’s own config' })
const other = page.getByRole('radio', { name: 'Another folder' })

it('runs it for the account’s registry in docker’s own config and says where the sign-in is kept', async () => {
  const { inputsOf } = open({ helper: 'pass' }, {}, 'registry.example.com:5000')
  await expect.element(page.getByText(ownFolder)).toBeVisible()
  await expect.element(page.getByText('the credential helper “pass”')).toBeVisible()
  await run.click()
  await expect.element(page.getByText('Signed in to registry.example.com:5000 as acme')).toBeVisible()
  await expect.element(page.getByText('The credential helper “pass” keeps the sign-in.')).toBeVisible()
  expect(inputsOf('docker.login')).toEqual([
    { ...token, registry: 'registry.example.com:5000', configFolder: null, allowUnencrypted: false },
  ])
})

it('is not run where the token would be unencrypted before the owner agrees', async () => {
  const { inputsOf } = open({ helper: null })
  await expect.element(page.getByText('The token will be stored unencrypted')).toBeVisible()
  await expect.element(run).toHaveAttribute('aria-disabled', 'true')
  await expect.element(run).toHaveAccessibleDescription(/Agree that the token is stored unencrypted/)
  await run.click({ force: true })
  expect(inputsOf('docker.login')).toEqual([])

  await consent.click()
  await run.click()
  await expect.element(page.getByText(/stored unencrypted in/)).toHaveTextContent(`${ownFolder}/config.json`)
  expect(inputsOf('docker.login')).toMatchObject([{ allowUnencrypted: true }])
})

it('takes back an agreement that was about another folder', async () => {
  open({ helper: null })
  await consent.click()
  await expect.element(consent).toBeChecked()
  await folderButton.click()
  await expect.element(other).toBeChecked()
  await expect.element(consent).not.toBeChecked()
  await expect.element(run).toHaveAttribute('aria-disabled', 'true')
})

it('warns whose sign-in it replaces, until a folder is chosen where it replaces none', async () => {
  const { inputsOf } = open({ replaces: 'anna' }, { replaces: null })
  await expect.element(page.getByText('This replaces the sign-in of “anna” for Docker Hub')).toBeVisible()
  await folderButton.click()
  await expect.element(page.getByText(/This replaces/)).not.toBeInTheDocument()
  await expect.element(page.getByText(otherFolder)).toBeVisible()
  await run.click()
  await expect.element(page.getByText(`docker --config "${otherFolder}" …`)).toBeVisible()
  expect(inputsOf('docker.login')).toMatchObject([{ configFolder: otherFolder }])
})

it('says that a sign-in is replaced of which docker hides the name', async () => {
  open({ replaces: '' })
  await expect.element(page.getByText('This replaces the sign-in that is there for Docker Hub')).toBeVisible()
})

it('goes back to docker’s own config when the folder dialog is cancelled', async () => {
  const { answers } = open({})
  answers['docker.chooseConfigFolder'] = () => null
  await other.click()
  await expect.element(own).toBeChecked()
})

it('cannot be run without the docker command', async () => {
  open({ cli: 'absent' })
  await expect.element(page.getByText('The docker command was not found')).toBeVisible()
  await expect.element(run).toHaveAttribute('aria-disabled', 'true')
})

it('looks again at what is typed, and cannot be run before it has', async () => {
  const { answers, inputsOf } = open({})
  await expect.element(run).not.toHaveAttribute('aria-disabled')
  let finish: (found: unknown) => void = () => undefined
  answers['docker.inspect'] = () => new Promise((resolve) => (finish = resolve))
  await registryField.fill('localhost:5000')
  expect(run.element().getAttribute('aria-disabled')).toBe('true')
  await expect
    .poll(() => inputsOf('docker.inspect').at(-1))
    .toEqual({ registry: 'localhost:5000', configFolder: null })
  finish({ cli: 'present', configFolder: ownFolder, helper: 'pass', replaces: 'anna' })
  await expect.element(page.getByText('This replaces the sign-in of “anna” for localhost:5000')).toBeVisible()
  await expect.element(run).not.toHaveAttribute('aria-disabled')
})

it('says what is wrong with an address and asks nothing about it', async () => {
  const { inputsOf } = open({})
  await expect.element(run).not.toHaveAttribute('aria-disabled')
  await registryField.fill('https://registry.example.com/v2')
  await expect.element(page.getByText(/Write only the host and port/)).toBeVisible()
  await expect.element(run).toHaveAttribute('aria-disabled', 'true')
  await registryField.fill('registry.example.com')
  await expect.element(run).not.toHaveAttribute('aria-disabled')
  expect(inputsOf('docker.inspect').map((input) => (input as Look).registry)).toEqual([
    '',
    'registry.example.com',
  ])
})

it.each([
  ['docker.rejected', 'The registry did not accept the token'],
  ['docker.unreachable', 'Docker could not reach the registry'],
  ['docker.notSaved', 'Docker signed in but could not save the sign-in'],
  ['docker.helperMissing', 'Docker’s credential helper is missing'],
  ['docker.timeout', 'Docker took too long'],
  ['secret.missing', 'The secret is not on this computer'],
] as const)('says %s in words, with docker’s own on request', async (code, words) => {
  const { answers } = open({})
  answers['docker.login'] = () => {
    throw new Failed(code, { detail: 'what docker said' })
  }
  await run.click()
  await expect.element(page.getByRole('alert')).toHaveTextContent(words)
  await page.getByText('Details').click()
  await expect.element(page.getByText('what docker said')).toBeVisible()
})

it('looks again at a config that could not be read', async () => {
  const { answers } = open({})
  const look = answers['docker.inspect']
  answers['docker.inspect'] = () => {
    throw new Failed('docker.configUnreadable')
  }
  await registryField.fill('localhost:5000')
  await expect.element(page.getByRole('alert')).toHaveTextContent('Docker’s config cannot be read')
  await expect.element(run).toHaveAttribute('aria-disabled', 'true')
  if (look) answers['docker.inspect'] = look
  await page.getByRole('button', { name: 'Look again' }).click()
  await expect.element(page.getByRole('alert')).not.toBeInTheDocument()
  await expect.element(run).not.toHaveAttribute('aria-disabled')
})

it('holds the choices still while docker is at work', async () => {
  const { answers } = open({})
  let finish: (answer: unknown) => void = () => undefined
  answers['docker.login'] = () => new Promise((resolve) => (finish = resolve))
  await run.click()
  await expect.element(run).toHaveAttribute('aria-busy', 'true')
  await expect.element(registryField).toBeDisabled()
  await expect.element(own).toBeDisabled()
  finish({ registry: '', configFolder: ownFolder, helper: null })
  await expect.element(page.getByText('Signed in to Docker Hub as acme')).toBeVisible()
  await expect.element(registryField).toBeEnabled()
})

it('offers to sign out only where docker is signed in, and does it for this token unasked', async () => {
  const { answers, inputsOf } = open({ replaces: null })
  await expect.element(run).not.toHaveAttribute('aria-disabled')
  await expect.element(out).not.toBeInTheDocument()
  const signedIn = { cli: 'present', configFolder: ownFolder, helper: null, replaces: 'acme' }
  answers['docker.inspect'] = () => ({ ...signedIn, replaces: inputsOf('docker.logout')[0] ? null : 'acme' })
  await registryField.fill('localhost:5000')
  await out.click()
  await expect.element(page.getByText('Signed out of localhost:5000')).toBeVisible()
  await expect.element(out).not.toBeInTheDocument()
  expect(inputsOf('docker.logout')).toEqual([
    { registry: 'localhost:5000', configFolder: null, user: 'acme' },
  ])
})

it.each([
  ['anna', 'It is signed in as “anna”, not with this token.'],
  ['', 'Whose sign-in it is, the credential helper does not say: it may be your own.'],
])('asks before it signs %j out', async (replaces, words) => {
  const { inputsOf } = open({ replaces })
  await out.click()
  await expect.element(page.getByText(words)).toBeVisible()
  await page.getByRole('button', { name: 'Cancel' }).click()
  expect(inputsOf('docker.logout')).toEqual([])
  await out.click()
  await page.getByRole('alertdialog').getByRole('button', { name: 'Sign out' }).click()
  await expect.element(page.getByText('Signed out of Docker Hub')).toBeVisible()
})

it('cannot sign in with a secret that is not kept, and says what to do', async () => {
  const { inputsOf } = open({ helper: null }, {}, '', false)
  await expect.element(run).toHaveAccessibleDescription(/Keep the secret of this token first/)
  await expect.element(consent).not.toBeInTheDocument()
  await run.click({ force: true })
  expect(inputsOf('docker.login')).toEqual([])
})
