// What the command palette offers: commands, organizations and every token that this computer knows.
import { computed, type Ref } from 'vue'
import { useRouter } from 'vue-router'
import { commands } from '../../shared/commands.ts'
import { spelledKeysOf } from '../../shared/shortcuts.ts'
import { onMac } from '../keys.ts'
import { type Findable, prepare, rank } from '../ranking.ts'
import { generateIn, inventoryOf, tokenOf } from '../routes.ts'
import { useAppStore } from '../stores/app.ts'
import type { CommandId } from '../../shared/commands.ts'
import { failureOf } from '../failed.ts'
import { useCommands } from './useCommand.ts'
import { useOrganizationNames } from './useOrganizationNames.ts'
import { useReview } from './useReview.ts'

export interface PaletteEntry extends Findable {
  kind: 'command' | 'organization' | 'token'
  /** What tells it from others of the same name. */
  detail: string
  keys: string | null
  run: () => void
}

/** So many are drawn; whoever wants another types on. */
const most = 50
const recentMaximum = 20

/**
 * `asks`: for anything, or for the organization that a token is to be generated in. `offered`: the commands that could be
 * run before the palette lay over the page.
 */
export function usePalette(typed: Ref<string>, asks: 'palette' | 'generate', offered: readonly CommandId[]) {
  const app = useAppStore()
  const router = useRouter()
  const review = useReview()
  const nameOf = useOrganizationNames()
  const { run } = useCommands()

  const leads = asks === 'generate' ? generateIn : inventoryOf

  const ofCommands = offered
    .filter((id) => id !== 'palette')
    .map((id): PaletteEntry => ({
      id: `command:${id}`,
      kind: 'command',
      label: commands[id].label,
      words: commands[id].words ?? '',
      detail: '',
      keys: spelledKeysOf(commands[id], onMac)[0] ?? null,
      run: () => run(id),
    }))
  const ofOrganizations = computed(() =>
    review.organizations.value.map(({ ref, account, organization }): PaletteEntry => {
      const label = nameOf(ref)
      return {
        id: `organization:${ref.accountId}/${ref.organization}`,
        kind: 'organization',
        label,
        words: `${organization.fullName} ${account.username} ${account.serverName} organization`,
        // A longer name has the server in it.
        detail: label === ref.organization ? account.serverName : '',
        keys: null,
        run: () => void router.push(leads(ref.accountId, ref.organization)),
      }
    }),
  )
  const ofTokens = computed(() =>
    review.tokens.value.map(({ ref, token }): PaletteEntry => ({
      id: `token:${ref.accountId}/${ref.organization}/${token.id}`,
      kind: 'token',
      label: token.label,
      words: `${nameOf(ref)} ${token.description} ${token.createdBy} token`,
      detail: nameOf(ref),
      keys: null,
      run: () => void router.push(tokenOf(ref.accountId, ref.organization, token.id)),
    })),
  )
  const all = computed(() =>
    prepare(
      asks === 'generate'
        ? ofOrganizations.value
        : [...ofCommands, ...ofOrganizations.value, ...ofTokens.value],
    ),
  )
  const found = computed(() => rank(all.value, typed.value, app.settings.recentChoices, most))

  /** Runs an entry once the palette is gone, and notes that it was chosen. */
  function choose(entry: PaletteEntry) {
    const recent = [entry.id, ...app.settings.recentChoices.filter((id) => id !== entry.id)]
    app
      .changeSettings({ recentChoices: recent.filter((id) => id.length <= 500).slice(0, recentMaximum) })
      .catch((error: unknown) => console.warn(failureOf(error).code))
    entry.run()
  }

  return { found, loading: review.loading, choose }
}
