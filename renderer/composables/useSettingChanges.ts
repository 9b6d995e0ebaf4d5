// Settings that are saved as soon as they are changed: what could not be saved is said beside it, the last can be undone.
import { shallowRef } from 'vue'
import type { Failure } from '../../shared/errors.ts'
import type { Settings } from '../../shared/settings.ts'
import { failureOf } from '../failed.ts'
import { useAppStore } from '../stores/app.ts'

type Key = keyof Settings

export function useSettingChanges() {
  const app = useAppStore()
  /** What the last change replaced; null when there is nothing to undo. */
  const before = shallowRef<Partial<Settings> | null>(null)
  const state = shallowRef<'quiet' | 'saved' | 'undone'>('quiet')
  const failed = shallowRef<{ keys: Key[]; failure: Failure } | null>(null)

  async function save(change: Partial<Settings>): Promise<boolean> {
    const keys = Object.keys(change) as Key[]
    failed.value = null
    state.value = 'quiet'
    try {
      await app.changeSettings(change)
      return true
    } catch (error) {
      failed.value = { keys, failure: failureOf(error) }
      return false
    }
  }

  async function change(part: Partial<Settings>) {
    const replaced = Object.fromEntries((Object.keys(part) as Key[]).map((key) => [key, app.settings[key]]))
    if (!(await save(part))) return
    before.value = replaced
    state.value = 'saved'
  }

  async function undo() {
    const replaced = before.value
    if (replaced === null) return
    if (!(await save(replaced))) return
    before.value = null
    state.value = 'undone'
  }

  /** What kept one of these settings from being saved, or null. */
  const failureAmong = (...keys: Key[]): Failure | null =>
    failed.value?.keys.some((key) => keys.includes(key)) ? failed.value.failure : null

  return { before, state, change, undo, failureAmong }
}
