// A person's own use of the Docker CLI with a real credential helper: signing in, and what the helper keeps.
import { type Run, run } from './run.ts'

/** `env` finds the keyring and, in DOCKER_CONFIG, the config, which names the helper. */
export function dockerPerson(env: Record<string, string>) {
  const helper = (act: 'store' | 'get' | 'erase' | 'list', input: string): Promise<Run> =>
    run('docker-credential-secretservice', [act], { env, input })
  return {
    login: (registry: string, username: string, secret: string): Promise<Run> =>
      run('docker', ['login', '--username', username, '--password-stdin', registry], { env, input: secret }),
    logout: (registry: string): Promise<Run> => run('docker', ['logout', registry], { env }),
    /** As the CLI does after a sign-in through the browser. */
    store: (key: string, username: string, secret: string): Promise<Run> =>
      helper('store', JSON.stringify({ ServerURL: key, Username: username, Secret: secret })),
    get: (key: string): Promise<Run> => helper('get', key),
    /** Everything the helper keeps: user names by key. */
    list: async (): Promise<unknown> => JSON.parse((await helper('list', '')).output),
  }
}
