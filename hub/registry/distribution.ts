// The configuration that makes a CNCF Distribution registry trust the Local Hub's tokens.
import { registryIssuer, registryService } from './constants.ts'

/**
 * The `auth` section of Distribution's YAML. `url` is the Local Hub's address as the registry's clients reach it,
 * `ca` the path of its PEM file as the registry sees it.
 */
export const distributionAuth = ({ url, ca }: { url: string; ca: string }): string =>
  [
    'auth:',
    '  token:',
    `    realm: ${url}/token`,
    `    service: ${registryService}`,
    `    issuer: ${registryIssuer}`,
    `    rootcertbundle: ${JSON.stringify(ca)}`,
  ].join('\n')
