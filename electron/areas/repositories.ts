// The calls about repositories.
import type { Handlers } from '../../shared/contract/define.ts'
import type { repositories } from '../../shared/contract/repositories.ts'
import type { Accounts } from '../accounts/accounts.ts'
import { searchRepositories } from '../dockerhub/repositories.ts'

const pageSize = 100

export const repositoriesArea = ({
  accounts,
}: {
  accounts: Pick<Accounts, 'client'>
}): Handlers<typeof repositories> => ({
  async search({ accountId, organization, name, page }) {
    const found = await searchRepositories(accounts.client(accountId), organization, { name, page, pageSize })
    return {
      total: found.total,
      repositories: found.items.map((repository) => ({
        name: repository.name,
        isPrivate: repository.is_private,
        description: repository.description ?? '',
        lastUpdated: repository.last_updated ?? null,
      })),
      more: found.more,
    }
  },
})
