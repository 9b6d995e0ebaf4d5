// What happened in an organization: pages of its audit log and of the use of tokens, and what was unusual.
import { defineStore } from 'pinia'
import { shallowReactive } from 'vue'
import type { AuditEvent, ImageUse, LogFilter, UseFilter } from '../../shared/contract/activity.ts'
import type { OrganizationRef } from '../../shared/contract/references.ts'
import type { UnusualUse } from '../../shared/tokens/unusual-use.ts'
import { api } from '../api.ts'
import type { Slice } from '../composables/usePagedLog.ts'
import { failureOf } from '../failed.ts'
import { keyOf } from './tokens.ts'

type LogCursor = NonNullable<Parameters<typeof api.activity.log>[0]['cursor']>
type UseCursor = NonNullable<Parameters<typeof api.activity.use>[0]['cursor']>

export const useActivityStore = defineStore('activity', () => {
  /** By organization; only of those that were asked for. */
  const findings = shallowReactive(new Map<string, readonly UnusualUse[]>())
  /** Servers that do not tell the use of tokens, by account. */
  const silent = shallowReactive(new Set<string>())

  api.activity.on.learnt((ref) => {
    if (findings.has(keyOf(ref))) void readUnusual(ref)
  })

  /** What is refused is thrown, here and below. */
  async function readLog(
    ref: OrganizationRef,
    filter: LogFilter,
    cursor: LogCursor | null,
  ): Promise<Slice<AuditEvent, LogCursor>> {
    const { events, ...rest } = await api.activity.log({ ...ref, filter, cursor })
    return { rows: events, ...rest }
  }

  async function readUse(
    ref: OrganizationRef,
    filter: UseFilter,
    cursor: UseCursor | null,
  ): Promise<Slice<ImageUse, UseCursor>> {
    const { uses, told, ...rest } = await api.activity.use({ ...ref, filter, cursor })
    if (told) silent.delete(ref.accountId)
    else silent.add(ref.accountId)
    if (cursor === null) learn(ref)
    return { rows: uses, ...rest }
  }

  /** What is new is told by `learnt`. */
  function learn(ref: OrganizationRef) {
    api.activity.learn(ref).catch((error: unknown) => console.warn(failureOf(error).code))
  }

  async function readUnusual(ref: OrganizationRef) {
    try {
      findings.set(keyOf(ref), await api.activity.unusual(ref))
    } catch (error) {
      // It is an addition to what is on show.
      console.warn(failureOf(error).code)
    }
  }

  /** How far the exports are that are being made, by their id. */
  const exporting = shallowReactive(new Map<string, { rows: number; reached: string | null }>())
  api.activity.on.exported(({ id, ...progress }) => {
    if (exporting.has(id)) exporting.set(id, progress)
  })
  async function exportAll(request: Parameters<typeof api.activity.export>[0]) {
    exporting.set(request.id, { rows: 0, reached: null })
    try {
      return await api.activity.export(request)
    } finally {
      exporting.delete(request.id)
    }
  }
  const stopExport = (id: string) => api.activity.stopExport({ id })

  const unusualOf = (ref: OrganizationRef): readonly UnusualUse[] => findings.get(keyOf(ref)) ?? []

  return { silent, readLog, readUse, readUnusual, unusualOf, exporting, exportAll, stopExport }
})
