// Starting the wizard's form from a token, a template, what a member reaches, or nothing. What is in the form goes only with a way back.
import { useRoute, useRouter } from 'vue-router'
import type { OrganizationRef } from '../../shared/contract/references.ts'
import type { Token } from '../../shared/contract/tokens.ts'
import { Failed } from '../../shared/errors.ts'
import { findBuiltIn } from '../../shared/tokens/built-in-templates.ts'
import { formOfTemplate, formOfToken, namedRepositories } from '../../shared/tokens/prefill.ts'
import { stillThere } from '../../shared/tokens/status.ts'
import { type TokenForm, isEmptyForm } from '../../shared/tokens/validation.ts'
import { failureOf } from '../failed.ts'
import { type Origin, type StartedFrom, originFrom } from '../origins.ts'
import { useReplaceStore } from '../stores/replace.ts'
import { useAccountsStore } from '../stores/accounts.ts'
import { useRepositoriesStore } from '../stores/repositories.ts'
import { useTemplatesStore } from '../stores/templates.ts'
import { useTokensStore } from '../stores/tokens.ts'
import { useWizardStore } from '../stores/wizard.ts'
import { tellFailure } from './useAttempt.ts'
import { confirm } from './useConfirm.ts'
import { useSignIn } from './useSignIn.ts'
import { toast } from './useToasts.ts'

interface Start {
  form: TokenForm
  from: StartedFrom
}

export function useStartFrom() {
  const router = useRouter()
  const route = useRoute()
  const wizard = useWizardStore()
  const templates = useTemplatesStore()
  const tokens = useTokensStore()
  const accounts = useAccountsStore()
  const repositories = useRepositoriesStore()

  /**
   * Puts what `origin` gives into the form. `ask`: the owner came from elsewhere and may not know of the draft that is
   * here. True when the form was started anew.
   */
  async function startFrom(origin: Origin, { ask = false } = {}): Promise<boolean> {
    const where = wizard.place
    if (!where) return false
    try {
      const start = await startOf(where, origin)
      if (wizard.place !== where) return false
      // A template leaves a label that is written.
      const leavesLabel = origin.kind === 'template' || origin.kind === 'built-in'
      const isLost = !isEmptyForm(leavesLabel ? { ...wizard.form, label: '' } : wizard.form)
      if (ask && isLost && !(await mayReplace(start.from.name))) return false
      const undo = wizard.startFrom(start.form, start.from)
      if (isLost)
        toast({
          tone: 'info',
          title: `Started from “${start.from.name}”`,
          text: 'What was in the form before can be brought back.',
          action: { label: 'Undo', run: undo },
        })
      void repositories.lookFor(where, namedRepositories(where.organization, start.form))
      return true
    } catch (error) {
      tellFailure(error, 'The form was not filled in')
      return false
    }
  }

  async function startOf(where: OrganizationRef, { kind, id }: Origin): Promise<Start> {
    const { organization } = where
    const labelsInUse = () =>
      stillThere(tokens.entryOf(where).inventory?.tokens ?? []).map(({ label }) => label)
    if (kind === 'member') {
      const form = useReplaceStore().formFor(where, id, labelsInUse())
      if (!form) throw new Failed('members.notRead')
      return { form, from: { kind, name: id, copyOf: null } }
    }
    if (kind === 'token') {
      const { token, copyOf } = await readToken(where, id)
      const original = { ...token, resources: token.resources ?? [] }
      return {
        form: formOfToken(organization, original, labelsInUse(), accounts.serverNow(where.accountId)),
        from: { kind, name: token.label, copyOf },
      }
    }
    const template = kind === 'built-in' ? findBuiltIn(id) : await templates.find(id)
    if (!template) throw new Failed('template.gone')
    return {
      form: formOfTemplate(organization, template, wizard.form.label),
      from: { kind, name: template.name, copyOf: null },
    }
  }

  /** From the server; from this computer's copy, with its date, when that cannot be asked. */
  async function readToken(
    where: OrganizationRef,
    tokenId: string,
  ): Promise<{ token: Token; copyOf: string | null }> {
    try {
      return { token: await tokens.read({ ...where, tokenId }), copyOf: null }
    } catch (error) {
      const { code } = failureOf(error)
      if (code === 'signIn.needed' && (await useSignIn().again(where.accountId)))
        return readToken(where, tokenId)
      await tokens.readCopy(where)
      const { inventory } = tokens.entryOf(where)
      const copy = inventory?.tokens.find(({ id }) => id === tokenId)
      if (!code.startsWith('server.') || !copy?.resources) throw error
      return { token: copy, copyOf: inventory?.syncedAt ?? null }
    }
  }

  /** `?from=…`: once. The address then says what is here, a form, so that coming back to it starts nothing anew. */
  async function startFromAddress() {
    const origin = originFrom(route.query['from'])
    if (!origin) return
    await router.replace({ query: {} })
    await startFrom(origin, { ask: true })
  }

  async function startOver() {
    const undo = await wizard.startOver()
    toast({
      tone: 'info',
      title: 'Started over',
      text: 'The draft was thrown away.',
      action: { label: 'Undo', run: undo },
    })
  }

  return { startFrom, startFromAddress, startOver }
}

async function mayReplace(name: string): Promise<boolean> {
  const answer = await confirm({
    title: 'You have an unfinished form here',
    text: `Starting from “${name}” takes its place. You can undo that.`,
    confirmLabel: `Start from “${name}”`,
    cancelLabel: 'Keep the form',
  })
  return answer === 'confirmed'
}
