// Reports that main makes: saved, printed, cancelled, and how far each is.
import { defineStore } from 'pinia'
import { shallowReactive } from 'vue'
import type { ReportFormat, ReportRequest } from '../../shared/contract/reports.ts'
import { api } from '../api.ts'

export interface ReportProgress {
  step: 'reading' | 'drawing' | 'writing'
  done: number
  /** 0 where it cannot be told. */
  total: number
}

export const useReportsStore = defineStore('reports', () => {
  /** Of the reports that are being made, by their id. */
  const progress = shallowReactive(new Map<string, ReportProgress>())

  api.reports.on.progressed(({ id, ...now }) => {
    if (progress.has(id)) progress.set(id, now)
  })

  async function watched<T>(id: string, work: () => Promise<T>): Promise<T> {
    progress.set(id, { step: 'reading', done: 0, total: 0 })
    try {
      return await work()
    } finally {
      progress.delete(id)
    }
  }

  // What is refused is thrown.
  const save = (request: ReportRequest & { format: ReportFormat; excelMark: boolean }) =>
    watched(request.id, () => api.reports.save(request))
  const print = (request: ReportRequest) => watched(request.id, () => api.reports.print(request))
  const cancel = (id: string) => api.reports.cancel({ id })
  const showSaved = (id: string) => api.reports.showSaved({ id })

  return { progress, save, print, cancel, showSaved }
})
