// What the command line says: help, and the lines after a start.
import { defaultFolder } from './cli-arguments.ts'
import type { DemoCredentials } from './data/seed/credentials.ts'
import { registryTokenSeconds } from './registry/constants.ts'
import { distributionAuth } from './registry/distribution.ts'
import type { StartedHub } from './server.ts'

export const helpText = `The Local Hub: a Docker Hub for this computer, with demo organizations.

Usage: npm run hub -- [serve] [options]

Options:
  --data DIR              folder of the database and keys, made when missing
                          (${defaultFolder})
  --port N                port; 0 takes the port of last time when it is free, else any (0)
  --host HOST             127.0.0.1, ::1 or localhost; 127.0.0.1 listens on ::1 too (127.0.0.1)
  --bearer-seconds N      life of a bearer (600)
  --requests-per-minute N requests of each person, access token and address; 0 for no limit (180)
  --pulls-per-six-hours N pulls of each person and access token, and half of it of each anonymous
                          address; 0 for no limit (200)
  --allow-host HOST:PORT  one more Host to answer to, such as a name in the hosts file; may be repeated
  --tls-cert FILE         certificate chain in PEM; with it the server speaks HTTPS
  --tls-key FILE          its key in PEM
  -h, --help              this text

An empty folder is filled with two demo organizations. The passwords of their people are made then,
printed once, and kept as hashes only; to have new ones, start with another folder.
Stop it with Ctrl+C. Exit codes: 0 stopped, 1 could not start, 2 wrong options.`

/** The lines after a start. With `credentials` they hold passwords, which is why they go to standard output only. */
export function startText(started: StartedHub): string {
  return [
    `The Local Hub is at ${started.url}`,
    '',
    'Sign in with a token (its secret on standard input):',
    `  docker login --username meadowlark --password-stdin ${started.registry}`,
    '',
    'For a CNCF Distribution registry that trusts these tokens:',
    ...distributionAuth({ url: started.url, ca: started.registryCa }).split('\n').map(indented),
    `Registry tokens live ${registryTokenSeconds} seconds.`,
    ...(started.credentials ? ['', ...credentialLines(started.credentials)] : []),
  ].join('\n')
}

const indented = (line: string): string => `  ${line}`

function credentialLines({ people, personalToken }: DemoCredentials): string[] {
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
