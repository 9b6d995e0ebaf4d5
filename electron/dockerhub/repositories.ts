// The repositories of a namespace: /v2/namespaces/{ns}/repositories.
import { type HubRepository, hubRepository } from '../../shared/hub/repositories.ts'
import type { HubClient } from './client.ts'
import { type Page, readAll, readPage } from './paging.ts'

export interface RepositorySearch {
  /** Part of the name; empty for all. */
  name: string
  /** Counted from 1. */
  page: number
  /** 1 to 100. */
  pageSize: number
}

/** One page of the repositories whose name contains `name`, in order of name. */
export const searchRepositories = (
  client: HubClient,
  namespace: string,
  { name, page, pageSize }: RepositorySearch,
): Promise<Page<HubRepository>> =>
  readPage(
    client,
    {
      path: `/v2/namespaces/${encodeURIComponent(namespace)}/repositories`,
      item: hubRepository,
      query: { ordering: 'name', ...(name === '' ? {} : { name }) },
    },
    page,
    pageSize,
  )

/** All repositories of a namespace that the account may see; `unreadable` rows are left out. */
export async function listRepositories(
  client: HubClient,
  namespace: string,
  signal?: AbortSignal,
): Promise<{ repositories: HubRepository[]; unreadable: number }> {
  const path = `/v2/namespaces/${encodeURIComponent(namespace)}/repositories`
  const request = { path, item: hubRepository, query: { ordering: 'name' }, ...(signal && { signal }) }
  const { items, unreadable } = await readAll(client, request, ({ name }) => name)
  return { repositories: items, unreadable }
}
