// Tells once, wherever the owner is, that a newer version is ready.
import { watch } from 'vue'
import { failureOf } from '../failed.ts'
import { useUpdatesStore } from '../stores/updates.ts'
import { attempt } from './useAttempt.ts'
import { toast } from './useToasts.ts'

export function useUpdateNews() {
  const updates = useUpdatesStore()
  watch(
    () => (updates.state?.status.phase === 'ready' ? updates.state.status.release.version : null),
    (version) => {
      if (version === null) return
      toast({
        tone: 'info',
        title: `Granary ${version} is ready`,
        text: 'It is installed when you restart or quit.',
        action: { label: 'Restart to update', run: () => void attempt(updates.restart) },
      })
    },
  )
  updates.load().catch((error: unknown) => console.warn(failureOf(error).code))
}
