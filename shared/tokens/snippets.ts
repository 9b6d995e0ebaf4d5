// Ready-to-use texts for a token: never the secret itself, only where to put it.

export interface Snippet {
  id: 'shell' | 'github' | 'gitlab' | 'kubernetes' | 'config'
  title: string
  language: 'sh' | 'yaml' | 'json'
  text: string
  /** What to do with the text and where the secret goes. */
  explanation: string
}

/** `host[:port]` or empty for Docker Hub, as the contract takes a registry. Here too, so that the page needs no zod. */
export const registryPattern = /^$|^[A-Za-z0-9][A-Za-z0-9.-]*(:\d{1,5})?$/

/** The variable that stands for the secret in every snippet. */
const variable = 'DOCKER_TOKEN'
/** The key of Docker Hub in Docker's config file; other registries are kept under their own address. */
const dockerHubKey = 'https://index.docker.io/v1/'

/** `docker login` as the owner would type it. An empty `registry` is Docker Hub. */
export const loginCommand = (organization: string, registry: string): string =>
  ['docker login --username', shellWord(organization), '--password-stdin', registry && shellWord(registry)]
    .filter(Boolean)
    .join(' ')

// The contract lets no name through that needs the second half of these; they hold without it all the same.

/** One argument, whatever is in it, to any POSIX shell. */
const shellWord = (text: string): string =>
  /^[\w.:-]+$/.test(text) ? text : `'${text.replaceAll("'", `'\\''`)}'`

/** A text to YAML: quoted always, since an organization named 123 or null would be none. JSON's strings are YAML's. */
const quoted = (text: string): string => (/^[\w.:-]*$/.test(text) ? `'${text}'` : JSON.stringify(text))

/** The same where GitHub looks for expressions. */
const quotedForGitHub = (text: string): string => quoted(text.replaceAll('${{', "${{ '${{' }}"))

/** Without quotes while that is the same to YAML: easier to read. */
const plain = (command: string): string =>
  /#|:( |$)|[^ -~]/.test(command) ? JSON.stringify(command) : command

/**
 * Snippets for an organization's token. `organization` is a Docker Hub namespace and `registry` is `host[:port]`
 * or empty for Docker Hub.
 */
export function snippets(organization: string, registry: string): Snippet[] {
  const key = registry === '' ? dockerHubKey : registry
  const login = `printf '%s' "$${variable}" | ${loginCommand(organization, registry)}`
  return [
    {
      id: 'shell',
      title: 'Shell',
      language: 'sh',
      text: [`read -rs ${variable}`, login, `unset ${variable}`].join('\n'),
      explanation:
        'For bash and zsh. The first line waits: paste the token and press Enter. It is not shown and not kept in the history.',
    },
    {
      id: 'github',
      title: 'GitHub Actions',
      language: 'yaml',
      text: [
        '- uses: docker/login-action@v3',
        '  with:',
        ...(registry === '' ? [] : [`    registry: ${quotedForGitHub(registry)}`]),
        `    username: ${quotedForGitHub(organization)}`,
        `    password: \${{ secrets.${variable} }}`,
      ].join('\n'),
      explanation: `A step of a job. Save the token as the Actions secret ${variable}: Settings, Secrets and variables, Actions.`,
    },
    {
      id: 'gitlab',
      title: 'GitLab CI',
      language: 'yaml',
      text: ['before_script:', `  - ${plain(login)}`].join('\n'),
      explanation: `Part of a job. Save the token as the variable ${variable}, masked and protected: Settings, CI/CD, Variables.`,
    },
    { id: 'kubernetes', title: 'Kubernetes', language: 'yaml', ...kubernetes(organization, key) },
    {
      id: 'config',
      title: '.docker/config.json',
      language: 'json',
      text: JSON.stringify({ auths: { [key]: { auth: `BASE64_OF_${organization}:TOKEN` } } }, null, 2),
      explanation: `For a machine without a credential helper: whoever can read the file can use the token. The value of auth is the output of: printf '%s:%s' ${shellWord(organization)} "$${variable}" | base64 | tr -d '\\n'`,
    },
  ]
}

function kubernetes(organization: string, key: string): Pick<Snippet, 'text' | 'explanation'> {
  // An object's name allows no underscore and must end with a letter or digit.
  const name = `docker-${organization.replaceAll(/[^a-z0-9-]/g, '-').slice(0, 200)}-pull`
  const config = JSON.stringify({
    auths: { [key]: { username: organization, password: 'PASTE_THE_TOKEN_HERE' } },
  })
  return {
    text: [
      'apiVersion: v1',
      'kind: Secret',
      'metadata:',
      `  name: ${name}`,
      'type: kubernetes.io/dockerconfigjson',
      'stringData:',
      `  .dockerconfigjson: '${config.replaceAll("'", "''")}'`,
    ].join('\n'),
    explanation: `Put the token in its place, apply the file, and do not commit it. Then name it in the pod: imagePullSecrets: [{ name: ${name} }]`,
  }
}
