// The configuration that makes a CNCF Distribution registry take the Local Hub's tokens and tell it what was done.
import { eventsPath, registryIssuer, registryService } from './constants.ts'

export interface DistributionOptions {
  /** The Local Hub's address as the registry and its clients reach it. */
  url: string
  /** The path of `registry-ca.pem` as the registry sees it. */
  ca: string
  /** What is in `registry-events.secret`; without it nothing is told. */
  secret?: string
}

/** The `auth` section of Distribution's YAML. */
export const distributionAuth = ({ url, ca }: DistributionOptions): string =>
  [
    'auth:',
    '  token:',
    `    realm: ${url}/token`,
    `    service: ${registryService}`,
    `    issuer: ${registryIssuer}`,
    `    rootcertbundle: ${JSON.stringify(ca)}`,
  ].join('\n')

/** The `notifications` section. Layers are left out: an image is told of once, by its manifest. */
const distributionNotifications = (url: string, secret: string): string =>
  [
    'notifications:',
    '  endpoints:',
    '    - name: granary-local-hub',
    `      url: ${url}${eventsPath}`,
    '      headers:',
    `        Authorization: [${JSON.stringify(`Bearer ${secret}`)}]`,
    '      timeout: 5s',
    '      threshold: 5',
    '      backoff: 1s',
    '      ignore:',
    '        mediatypes: [application/octet-stream]',
  ].join('\n')

/** Both sections; the rest (where images are kept, where to listen) is the registry's own affair. */
export const distributionConfiguration = (options: DistributionOptions): string =>
  [
    distributionAuth(options),
    ...(options.secret === undefined ? [] : [distributionNotifications(options.url, options.secret)]),
  ].join('\n')
