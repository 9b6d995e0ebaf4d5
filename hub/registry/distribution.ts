// The configuration that makes a CNCF Distribution registry take the Local Hub's tokens and tell it what was done.
import { eventsPath, registryIssuer, registryService } from './constants.ts'

/** The `auth` section of Distribution's YAML. `ca`: the path of `registry-ca.pem` as the registry sees it. */
export const distributionAuth = ({ url, ca }: { url: string; ca: string }): string =>
  [
    'auth:',
    '  token:',
    `    realm: ${url}/token`,
    `    service: ${registryService}`,
    `    issuer: ${registryIssuer}`,
    `    rootcertbundle: ${JSON.stringify(ca)}`,
  ].join('\n')

/** The `notifications` section. Layers are left out: an image is told of once, by its manifest. */
const distributionNotifications = ({ url, secret }: { url: string; secret: string }): string =>
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

export interface DistributionOptions {
  /** The Local Hub's address as the registry and its clients reach it. */
  url: string
  ca: string
  /** What is in `registry-events.secret`. */
  secret: string
  /** Folder of its images. */
  storage: string
  /** 0: any. */
  port: number
}

/** A whole configuration for a registry on this computer. */
export const distributionConfiguration = ({ url, ca, secret, storage, port }: DistributionOptions): string =>
  [
    'version: 0.1',
    'log: { accesslog: { disabled: true }, level: info }',
    'storage:',
    `  filesystem: { rootdirectory: ${JSON.stringify(storage)} }`,
    '  delete: { enabled: true }',
    `http: { addr: "127.0.0.1:${port}" }`,
    distributionAuth({ url, ca }),
    distributionNotifications({ url, secret }),
    '',
  ].join('\n')
