// Signing out, with what goes and what stays said first.
import { useRouter } from 'vue-router'
import type { Account } from '../../shared/contract/accounts.ts'
import { useAccountsStore } from '../stores/accounts.ts'
import { useOrganizationsStore } from '../stores/organizations.ts'
import { attempt } from './useAttempt.ts'
import { confirm } from './useConfirm.ts'
import { toast } from './useToasts.ts'

export function useSignOut() {
  const router = useRouter()
  const accounts = useAccountsStore()
  const organizations = useOrganizationsStore()

  async function signOut(account: Account) {
    const answer = await confirm({
      title: `Sign out ${account.username}?`,
      text:
        account.kind === 'demo'
          ? 'The demo itself stays: open it again whenever you like.'
          : account.serverName,
      points: [
        account.dockerConfig === null
          ? 'The kept sign-in and this account’s offline copies are removed from this computer.'
          : 'This account’s offline copies are removed from this computer. The Docker CLI stays signed in.',
        'Secrets of tokens stay in this computer’s keychain.',
        'Tokens on the server stay as they are and go on working.',
      ],
      confirmLabel: 'Sign out',
    })
    if (answer !== 'confirmed' || !(await attempt(() => accounts.signOut(account.id)))) return
    organizations.forget(account.id)
    if (router.currentRoute.value.params['accountId'] === account.id) await router.push({ name: 'home' })
    toast({ tone: 'success', title: `Signed out ${account.username}` })
  }

  return { signOut }
}
