// Renaming and deleting the owner's templates; what is deleted can be brought back.
import type { Template } from '../../shared/tokens/templates.ts'
import { failureOf } from '../failed.ts'
import { failureWords } from '../messages.ts'
import { useTemplatesStore } from '../stores/templates.ts'
import { toast } from './useToasts.ts'

export function useTemplateActs() {
  const templates = useTemplatesStore()

  async function attempt(title: string, act: () => Promise<void>): Promise<boolean> {
    try {
      await act()
      return true
    } catch (error) {
      const { title: what, text } = failureWords(failureOf(error))
      toast({ tone: 'danger', title, text: `${what}. ${text}` })
      return false
    }
  }

  const rename = (id: string, name: string) =>
    attempt('The template was not renamed', () => templates.rename(id, name))

  const remove = (template: Template) =>
    attempt(`“${template.name}” was not deleted`, async () => {
      const restore = await templates.remove(template)
      const bringBack = () => attempt(`“${template.name}” could not be brought back`, restore)
      toast({
        tone: 'info',
        title: `“${template.name}” is deleted`,
        text: 'Tokens that were made from it stay as they are.',
        action: { label: 'Undo', run: () => void bringBack() },
      })
    })

  return { rename, remove }
}
