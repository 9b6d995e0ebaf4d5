// What is needed to ask an account's registry: where it is, and which repositories there are to ask about.
import type { Account } from '../shared/contract/accounts.ts'
import type { OrganizationRef } from '../shared/contract/references.ts'
import { isFailed } from '../shared/errors.ts'
import type { RegistryAddress } from './dockerhub/challenge.ts'
import type { HubClient } from './dockerhub/client.ts'
import { isLoopback } from './dockerhub/loopback.ts'
import { dockerHubRegistry } from './dockerhub/registry.ts'
import { searchRepositories } from './dockerhub/repositories.ts'
import type { CheckParts } from './tokens/check.ts'

/** Plain http only on this computer itself, and only where its Hub speaks it too. */
export function registryOf({
  kind,
  registry,
  serverUrl,
}: Pick<Account, 'kind' | 'registry' | 'serverUrl'>): RegistryAddress {
  if (kind === 'dockerHub') return dockerHubRegistry
  const secure = new URL(`https://${registry}`)
  const plain = isLoopback(secure.hostname) && new URL(serverUrl).protocol === 'http:'
  return { url: `${plain ? 'http' : 'https'}://${registry}`, realmHost: null }
}

const pageSize = 100

/** Answers with less, not with a failure, when the Hub does not tell: the registry was still asked. */
export function repositoriesFor(
  client: (ref: OrganizationRef) => HubClient,
): Pick<CheckParts, 'repositories' | 'exists'> {
  const search = async (ref: OrganizationRef, name: string) => {
    try {
      return await searchRepositories(client(ref), ref.organization, { name, page: 1, pageSize })
    } catch (error) {
      if (isFailed(error)) return null
      throw error
    }
  }
  return {
    repositories: async (ref) =>
      ((await search(ref, ''))?.items ?? []).map((one) => ({ name: one.name, isPrivate: one.is_private })),
    async exists(ref, repository) {
      const [namespace, ...rest] = repository.split('/')
      const name = rest.join('/')
      const found = namespace === ref.organization ? await search(ref, name) : null
      if (found === null) return null
      // More than a page of longer names may hide it.
      return found.items.some((one) => one.name === name) || (found.more ? null : false)
    },
  }
}
