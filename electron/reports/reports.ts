// Making reports: gathered, written in the form that was asked for, and on the disk whole or not at all.
import type { ReportFormat, ReportRequest } from '../../shared/contract/reports.ts'
import { csvOf } from './csv.ts'
import type { Steps } from './form.ts'
import { jsonOf } from './json.ts'
import { paperStyle } from './paper-page.ts'
import { type SourceParts, gatherTokens } from './tokens.ts'
import { tokenColumns } from './tokens-columns.ts'
import { tokensPage } from './tokens-page.ts'

export interface Page {
  /** A whole HTML document that links `style.css`. */
  html: string
  style: string
}

export interface ReportsParts extends SourceParts {
  /** Where the owner wants it; null when they changed their mind. `name` is a suggestion. */
  chooseFile(name: string, format: ReportFormat): Promise<string | null>
  write(file: string, data: string | Uint8Array): Promise<void>
  paper: {
    /** @throws Failed report.notDrawn; the signal's reason */
    pdf(page: Page, signal: AbortSignal): Promise<Uint8Array>
    /** False when the owner cancelled. @throws Failed report.notDrawn */
    print(page: Page, signal: AbortSignal): Promise<boolean>
  }
  progressed(progress: {
    id: string
    step: 'reading' | 'drawing' | 'writing'
    done: number
    total: number
  }): void
}

export interface Reports {
  /** The file it was saved to; null when it was cancelled. @throws Failed disk.*, report.notDrawn */
  save(request: ReportRequest & { format: ReportFormat; excelMark: boolean }): Promise<string | null>
  /** False when it was cancelled. @throws Failed report.notDrawn */
  print(request: ReportRequest): Promise<boolean>
  cancel(id: string): void
}

export function openReports(parts: ReportsParts): Reports {
  const running = new Map<string, AbortController>()

  /** Null when it was cancelled, by whatever way the work then ended. */
  async function cancellable<T>(
    id: string,
    work: (signal: AbortSignal, steps: Steps) => Promise<T>,
  ): Promise<T | null> {
    const controller = new AbortController()
    const { signal } = controller
    running.set(id, controller)
    const steps: Steps = async (step, done = 0, total = 0) => {
      parts.progressed({ id, step, done, total })
      // Whoever cancels must be heard.
      await new Promise((resolve) => setImmediate(resolve))
      signal.throwIfAborted()
    }
    try {
      return await work(signal, steps)
    } catch (error) {
      if (signal.aborted) return null
      throw error
    } finally {
      running.delete(id)
    }
  }

  async function pageFor({ title, filters, content }: ReportRequest, steps: Steps): Promise<Page> {
    const report = await gatherTokens(parts, { title, filters, ...content }, steps)
    return { html: await tokensPage(report, steps), style: paperStyle }
  }

  async function dataFor(
    request: Parameters<Reports['save']>[0],
    steps: Steps,
    signal: AbortSignal,
  ): Promise<string | Uint8Array> {
    const { title, filters, content, format } = request
    if (format === 'pdf') {
      const page = await pageFor(request, steps)
      await steps('drawing')
      return parts.paper.pdf(page, signal)
    }
    const report = await gatherTokens(parts, { title, filters, ...content }, steps)
    return format === 'json' ? jsonOf(report) : csvOf(tokenColumns(report), report.tokens, request, steps)
  }

  return {
    async save(request) {
      const name = fileName(request.title, new Date(parts.now()), request.format)
      const file = await parts.chooseFile(name, request.format)
      if (file === null) return null
      return cancellable(request.id, async (signal, steps) => {
        const data = await dataFor(request, steps, signal)
        await steps('writing')
        await parts.write(file, data)
        return file
      })
    },
    async print(request) {
      const printed = await cancellable(request.id, async (signal, steps) => {
        const page = await pageFor(request, steps)
        await steps('drawing')
        return parts.paper.print(page, signal)
      })
      return printed ?? false
    },
    cancel: (id) => running.get(id)?.abort(),
  }
}

/** "Access tokens of acme 2026-11-25.csv", without what some file systems refuse. */
function fileName(title: string, now: Date, ending: string): string {
  const plain = title
    .replaceAll(/[\p{C}\\/:*?"<>|]+/gu, ' ')
    .replaceAll(/\s+/g, ' ')
    .slice(0, 100)
    .trim()
  return `${plain || 'Report'} ${now.toISOString().slice(0, 10)}.${ending}`
}
