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

export interface DistributionOptions {
  url: string
  ca: string
  /** Folder of its images. */
  storage: string
  /** 0: any. */
  port: number
}

/** A whole configuration for a registry on this computer. */
export const distributionConfiguration = ({ url, ca, storage, port }: DistributionOptions): string =>
  [
    'version: 0.1',
    'log: { accesslog: { disabled: true }, level: info }',
    'storage:',
    `  filesystem: { rootdirectory: ${JSON.stringify(storage)} }`,
    '  delete: { enabled: true }',
    `http: { addr: "127.0.0.1:${port}" }`,
    distributionAuth({ url, ca }),
    '',
  ].join('\n')
