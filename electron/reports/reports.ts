// Making reports: gathered, written in the form that was asked for, and on the disk whole or not at all.
import type { ReportFormat, ReportRequest } from '../../shared/contract/reports.ts'
import { Failed } from '../../shared/errors.ts'
import { paperMaximum } from '../../shared/tokens/limits.ts'
import { gatherComparison } from './comparison.ts'
import { changeColumns } from './comparison-columns.ts'
import { comparisonPage } from './comparison-page.ts'
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
  /** The file it was saved to; null when it was cancelled. @throws Failed disk.*, report.notDrawn, report.tooLong */
  save(request: ReportRequest & { format: ReportFormat; excelMark: boolean }): Promise<string | null>
  /** False when it was cancelled. @throws Failed report.notDrawn, report.tooLong */
  print(request: ReportRequest): Promise<boolean>
  cancel(id: string): void
}

interface Forms {
  rows: number
  json(): string
  csv(options: { excelMark: boolean }): Promise<string>
  page(): Promise<string>
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

  /** The report in whatever form is wanted of it. */
  async function reportOf({ title, filters, content }: ReportRequest, steps: Steps): Promise<Forms> {
    if (content.kind === 'comparison') {
      const report = await gatherComparison(parts, { title, filters, ...content }, steps)
      return {
        rows: report.changes.length,
        json: () => jsonOf(report),
        csv: (options) => csvOf(changeColumns(report), report.changes, options, steps),
        page: () => comparisonPage(report, steps),
      }
    }
    const report = await gatherTokens(parts, { title, filters, ...content }, steps)
    return {
      rows: report.tokens.length,
      json: () => jsonOf(report),
      csv: (options) => csvOf(tokenColumns(report), report.tokens, options, steps),
      page: () => tokensPage(report, steps),
    }
  }

  /** The page, ready to be drawn. */
  async function pageOf(forms: Forms, steps: Steps): Promise<Page> {
    if (forms.rows > paperMaximum) throw new Failed('report.tooLong')
    const page = { html: await forms.page(), style: paperStyle }
    await steps('drawing')
    return page
  }

  async function dataFor(
    request: Parameters<Reports['save']>[0],
    steps: Steps,
    signal: AbortSignal,
  ): Promise<string | Uint8Array> {
    const forms = await reportOf(request, steps)
    if (request.format === 'json') return forms.json()
    if (request.format === 'csv') return forms.csv(request)
    return parts.paper.pdf(await pageOf(forms, steps), signal)
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
        const page = await pageOf(await reportOf(request, steps), steps)
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
