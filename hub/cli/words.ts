// What the command line says: help, and the lines after a start or a creation.
import type { DemoCredentials } from '../data/seed/credentials.ts'
import { registryTokenSeconds } from '../registry/constants.ts'
import { distributionAuth } from '../registry/distribution.ts'
import type { StartedHub } from '../server.ts'
import { defaultFolder } from './arguments.ts'

export const helpText = `The Local Hub: a Docker Hub for this computer.

Usage: npm run hub -- [serve] [options]
       npm run hub -- create user NAME [options]
       npm run hub -- create organization NAME --owner USER [options]
       npm run hub -- create repository NAMESPACE/NAME [options]
       npm run hub -- seed
       npm run hub -- reset --yes

Everywhere:
  --data DIR              folder of the database and keys, made when missing
                          (${defaultFolder})
  -h, --help              this text

serve: starts it. An empty folder is filled with the demo first, unless --empty is given.
  --port N                port; 0 takes the port of last time when it is free, else any (0)
  --host HOST             127.0.0.1, ::1 or localhost; 127.0.0.1 listens on ::1 too (127.0.0.1)
  --tls                   HTTPS with a certificate from an authority made once in the data folder;
                          its file is printed, for SSL_CERT_FILE
  --tls-cert FILE         HTTPS with your own certificate chain in PEM
  --tls-key FILE          its key in PEM
  --allow-host HOST:PORT  one more Host to answer to, such as a name in the hosts file; may be repeated
  --bearer-seconds N      life of a bearer (600)
  --requests-per-minute N requests of each person, access token and address; 0: no limit (180)
  --pulls-per-six-hours N pulls of each person and access token, half of it of each anonymous
                          address; 0: no limit (200)
  --empty                 leave an empty folder empty
  --registry              start Debian's docker-registry beside it, configured for its tokens
  --registry-port N       the registry's port (any)

create user: a person who can sign in. The password is made and printed once.
  --full-name TEXT        (the name)
  --email ADDRESS         (NAME@example.com)
  --password-stdin        read the password from standard input instead of making one

create organization:
  --owner USER            who owns it; the user has to exist
  --plan PLAN             team (10 access tokens), business (100) or none (team)
  --full-name TEXT        (the name)

create repository: in an organization, or in a person's own namespace.
  --description TEXT      100 characters at most
  --private               only its namespace's people and tokens see it

seed: fills an empty folder with the demo and prints the passwords, without starting.
reset: deletes what the Local Hub keeps in the folder, and nothing else. Not while it runs.
  --yes                   without it nothing is deleted

Passwords are printed once and kept as hashes only. A running Local Hub sees what is created at once.
Stop it with Ctrl+C. Exit codes: 0 done or stopped, 1 could not, 2 wrong options.`

/** What stands beside the server: its authority's file with --tls, the registry with --registry. */
export interface Beside {
  tlsCa: string | null
  registry: { address: string } | null
}

/** The lines after a start. With `credentials` they hold passwords, which is why they go to standard output only. */
export function startText(started: StartedHub, { tlsCa, registry }: Beside): string {
  const organization = started.credentials ? 'meadowlark' : 'ORGANIZATION'
  return [
    `The Local Hub is at ${started.url}`,
    ...(tlsCa === null ? [] : [`Clients trust it with SSL_CERT_FILE=${tlsCa}`]),
    '',
    'Sign in with a token (its secret on standard input):',
    `  docker login --username ${organization} --password-stdin ${registry?.address ?? started.registry}`,
    '',
    ...(registry === null ? foreignRegistry(started) : [`The registry is at ${registry.address}`]),
    `Registry tokens live ${registryTokenSeconds} seconds.`,
    ...(started.credentials ? ['', ...credentialLines(started.credentials)] : []),
  ].join('\n')
}

const foreignRegistry = (started: StartedHub): string[] => [
  'For a CNCF Distribution registry that trusts these tokens:',
  ...distributionAuth({ url: started.url, ca: started.registryCa }).split('\n').map(indented),
  `It may tell what was done with images (hub/README.md), with the secret in ${started.eventsSecretFile}.`,
]

const indented = (line: string): string => `  ${line}`

export function credentialLines({ people, personalToken }: DemoCredentials): string[] {
  const width = Math.max(...people.map(({ username }) => username.length))
  return [
    'People of the demo organizations meadowlark and harborline. Shown this once:',
    ...people.map(({ username, password, fullName, part }) =>
      indented(`${username.padEnd(width)}  ${password}  ${fullName}, ${part}`),
    ),
    ...people.flatMap(({ username, totp }) =>
      totp ? [`Second factor of ${username}:`, indented(totp.secret), indented(totp.uri)] : [],
    ),
    `Personal access token of ${personalToken.username} (reads repositories, manages no tokens):`,
    indented(personalToken.secret),
  ]
}
