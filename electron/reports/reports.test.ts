// Reports read back by other readers: CSV by a strict parser and by Python's, JSON through its form, the page as text.
import { randomBytes } from 'node:crypto'
import * as fs from 'node:fs/promises'
import { join } from 'node:path'
import { beforeEach, describe, expect, it } from 'vitest'
import type { ReportFormat } from '../../shared/contract/reports.ts'
import type { Comparison } from '../../shared/contract/snapshots.ts'
import type { Token } from '../../shared/contract/tokens.ts'
import { Failed } from '../../shared/errors.ts'
import { paperMaximum } from '../../shared/tokens/limits.ts'
import { scopes } from '../../shared/tokens/scopes.ts'
import { readCsv } from '../../tests/support/csv.ts'
import { testFolder } from '../../tests/support/folder.ts'
import { run } from '../../tests/support/run.ts'
import { writeDurably } from '../disk/durable.ts'
import { comparisonReport, tokensReport } from './form.ts'
import { type Page, type ReportsParts, openReports } from './reports.ts'

const now = Date.parse('2026-11-25T08:15:00Z')
const id = 'f2c0a9a8-7d8e-4c55-9f5e-0d9a4a1b2c3d'
const token = (tokenId: string, change: Partial<Token> = {}): Token => ({
  id: tokenId,
  label: `label of ${tokenId}`,
  description: '',
  createdBy: 'ada',
  createdAt: '2026-01-01T00:00:00Z',
  expiresAt: null,
  lastUsedAt: null,
  isActive: true,
  goneAt: null,
  previouslyUsedAt: null,
  resources: [{ type: 'TYPE_REPO', path: 'acme/web', scopes: ['scope-image-pull'] }],
  secretKept: false,
  ...change,
})

/** Labels that a spreadsheet, a browser or an eye could be deceived by. */
const hostile = [
  '=cmd|"/C calc"!A0',
  '+1+1',
  '-2+3',
  '@SUM(A1)',
  '\t=1+1',
  '\r=1+1',
  '\n=1+1',
  '  =1+1',
  '\u200B=1+1',
  '\uFEFF=1+1',
  '＝1+1',
  '＋1',
  '－1',
  '＠A1',
  'a,"b";c\r\nd',
  '<script>alert(1)</script>',
  '"><img src=x onerror=alert(1)>',
  '&amp; <b>bold</b> </td></table>',
  'safe\u202Etxt.exe',
  'two\nlines',
  'naïve café 株式会社 👩‍💻',
]

let tokens: Token[]
let comparison: Comparison
let folder: string
let pages: Page[]
let steps: string[]
beforeEach(() => {
  tokens = [token('a'), token('b')]
  comparison = {
    from: { at: '2026-10-01T08:00:00.000Z', note: 'Autumn', tokens: 3 },
    to: { at: '2026-11-25T08:15:00.000Z', note: null, tokens: 2 },
    changes: [],
  }
  folder = testFolder()
  pages = []
  steps = []
})

function open(change: Partial<ReportsParts> = {}) {
  return openReports({
    inventory: async () => ({
      tokens,
      unreadable: 0,
      slots: null,
      syncedAt: '2026-11-25T08:00:00.000Z',
      offline: true,
      notSaved: null,
    }),
    compare: async () => comparison,
    account: () => ({ username: 'robinhale', serverUrl: 'https://hub.docker.com', clockOffset: 0 }),
    madeWith: 'Granary 0.1.0',
    now: () => now,
    chooseFile: async (name) => join(folder, name),
    write: writeDurably,
    paper: {
      pdf: async (page) => (pages.push(page), Buffer.from('%PDF-')),
      print: async (page) => (pages.push(page), true),
    },
    progressed: ({ step }) => void steps.push(step),
    ...change,
  })
}

const request = (format: ReportFormat, withKept = false, excelMark = false) => ({
  ...{ id, title: 'Access tokens of acme', filters: ['Status: active'], format, excelMark },
  content: {
    kind: 'tokens' as const,
    rows: tokens.map((one) => ({ accountId: 'demo', organization: 'acme', tokenId: one.id })),
    withKept,
  },
})

async function saved(format: ReportFormat, withKept = false, excelMark = false): Promise<string> {
  const file = await open().save(request(format, withKept, excelMark))
  return fs.readFile(file ?? '', 'utf8')
}

/** As pdftotext and an eye see it: without tags, entities turned back. */
const textOf = (html: string): string =>
  html
    .replaceAll(/<[^>]*>/g, '')
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&quot;', '"')
    .replaceAll('&#39;', "'")
    .replaceAll('&amp;', '&')

const pythonCsv = async (file: string): Promise<string[][]> => {
  const script =
    'import csv,json,sys; print(json.dumps(list(csv.reader(open(sys.argv[1], newline="", encoding="utf-8-sig"), strict=True))))'
  const ended = await run('python3', ['-c', script, file])
  expect(ended.code, ended.output).toBe(0)
  return JSON.parse(ended.output) as string[][]
}

describe('a report of tokens', () => {
  it('says the same in all three forms: every label, repository and scope', async () => {
    const everyScope = scopes.map(({ value }) => value)
    tokens = [
      token('one', { resources: [{ type: 'TYPE_REPO', path: 'acme/web', scopes: everyScope }] }),
      token('two', {
        resources: [{ type: 'TYPE_ORG', path: 'acme', scopes: ['scope-member-edit', 'scope-of-tomorrow'] }],
      }),
      token('three', {
        resources: null,
        isActive: false,
        expiresAt: '2026-12-24T23:59:59Z',
        secretKept: true,
      }),
    ]
    const json = tokensReport.parse(JSON.parse(await saved('json', true)))
    const csv = await saved('csv', true)
    await saved('pdf', true)
    const page = textOf(pages[0]?.html ?? '')
    for (const text of [csv, page])
      for (const row of json.tokens)
        for (const part of [
          row.label,
          row.id,
          ...(row.access?.words ?? []),
          ...(row.access?.resources ?? []).flatMap(({ path, scopes: held }) => [path, ...held]),
        ])
          expect(text).toContain(part)
    expect(json).toMatchObject({
      madeAt: '2026-11-25T08:15:00.000Z',
      madeBy: [{ account: 'robinhale', server: 'https://hub.docker.com' }],
      filters: ['Status: active'],
      counts: { tokens: 3, byStatus: { active: 2, inactive: 1 }, accessUnknown: 1 },
    })
    expect(json.tokens.map(({ secretKept }) => secretKept)).toEqual([false, false, true])
    for (const fact of [
      '25 November 2026',
      'robinhale at https://hub.docker.com',
      'Status: active',
      'Granary 0.1.0',
    ])
      expect(page).toContain(fact)
    expect(page).toContain('3: 2 active, 1 inactive, the access of 1 was never read')
    expect(csv).toContain('robinhale at https://hub.docker.com')
  })

  it('tells expired from active by the clock of the server', async () => {
    tokens = [token('a', { expiresAt: '2026-11-25T09:00:00Z' })]
    const ahead = { username: 'robinhale', serverUrl: 'https://hub.docker.com', clockOffset: 3_600_000 }
    const file = await open({ account: () => ahead }).save(request('json'))
    const told = tokensReport.parse(JSON.parse(await fs.readFile(file ?? '', 'utf8')))
    const here = tokensReport.parse(JSON.parse(await saved('json')))
    expect([told, here].map(({ tokens: [first] }) => first?.status)).toEqual(['expired', 'active'])
  })

  it('keeps the order of the page and leaves out what is gone from the copy', async () => {
    const wanted = request('json')
    wanted.content.rows.reverse()
    tokens = [token('a')]
    const file = await open().save(wanted)
    const report = tokensReport.parse(JSON.parse(await fs.readFile(file ?? '', 'utf8')))
    expect(report.tokens.map(({ id: tokenId }) => tokenId)).toEqual(['a'])
    expect(report.tokens[0]).not.toHaveProperty('secretKept')
  })

  it('is a CSV whose cells no spreadsheet runs, read alike by two readers', async () => {
    tokens = hostile.map((label, at) => token(`t${at}`, { label, description: label }))
    const file = (await open().save(request('csv'))) ?? ''
    const text = await fs.readFile(file, 'utf8')
    const records = readCsv(text)
    expect(await pythonCsv(file)).toEqual(records)
    expect(records).toHaveLength(hostile.length + 1)
    for (const cell of records.flat()) {
      expect(cell).not.toMatch(/^[\s\p{Cf}]*[=+\-@＝＋－＠\t\r\n]/u)
      expect(cell).not.toMatch(/[\p{Cc}\u202A-\u202E\u2066-\u2069\u200B\uFEFF]/u)
    }
    const labels = records.slice(1).map((record) => record[1])
    expect(labels.slice(0, 4)).toEqual(['\'=cmd|"/C calc"!A0', "'+1+1", "'-2+3", "'@SUM(A1)"])
    expect(labels).toContain('a,"b";c ⏎ d')
    expect(labels).toContain('safe‹U+202E›txt.exe')
    expect(labels.at(-1)).toBe('naïve café 株式会社 👩‍💻')
  })

  it('begins with the mark for Excel only when asked to', async () => {
    expect((await saved('csv', false, true)).startsWith('\uFEFF"Organization","Label"')).toBe(true)
    expect((await saved('csv')).startsWith('"Organization","Label"')).toBe(true)
  })

  it('is JSON that has every label exactly, and no character that turns the text around it', async () => {
    tokens = hostile.map((label, at) => token(`t${at}`, { label }))
    const text = await saved('json')
    expect(tokensReport.parse(JSON.parse(text)).tokens.map(({ label }) => label)).toEqual(hostile)
    expect(text).not.toMatch(/[\u202A-\u202E\u2066-\u2069]/)
  })

  it('is a page on which hostile text is only text', async () => {
    tokens = hostile.map((label, at) => token(`t${at}`, { label, description: label, createdBy: label }))
    await saved('pdf')
    const html = pages[0]?.html ?? ''
    expect(html).not.toMatch(/<(script|img|b)\b/)
    expect(new Set(html.match(/<[a-z0-9]+/g))).toEqual(
      new Set(
        [
          'html',
          'head',
          'meta',
          'title',
          'link',
          'body',
          'h1',
          'h2',
          'dl',
          'dt',
          'dd',
          'table',
          'colgroup',
          'col',
        ]
          .concat(['thead', 'tr', 'th', 'tbody', 'td', 'strong', 'br', 'span', 'code', 'ul', 'li'])
          .map((name) => `<${name}`),
      ),
    )
    expect(textOf(html)).toContain('<script>alert(1)</script>')
    expect(textOf(html)).toContain('‹U+202E›')
  })

  it('holds no secret, wherever one was pasted or planted', async () => {
    const canary = ['dckr', 'oat', randomBytes(24).toString('base64url')].join('_')
    tokens = [
      token('a', { label: `old ${canary}`, description: `the secret is ${canary}.`, secretKept: true }),
      { ...token('b'), secret: canary } as Token,
    ]
    for (const format of ['csv', 'json', 'pdf'] as const)
      expect(await saved(format, true)).not.toContain(canary)
    expect(pages[0]?.html).toContain('the secret is [secret left out]')
    expect(pages[0]?.html).not.toContain(canary)
  })

  it('writes nothing when the owner changes their mind, in the dialog or later', async () => {
    const nowhere = open({ chooseFile: async () => null })
    expect(await nowhere.save(request('csv'))).toBeNull()
    tokens = Array.from({ length: 2_000 }, (_, at) => token(`t${at}`))
    const later = open({
      progressed: ({ step, done }) => {
        if (step === 'writing' && done > 400) later.cancel(id)
      },
    })
    expect(await later.save(request('csv'))).toBeNull()
    expect(await fs.readdir(folder)).toEqual([])
  })

  it('stops drawing when it is cancelled', async () => {
    const reports = open({
      paper: {
        pdf: (_page, signal) =>
          new Promise((_, reject) => {
            signal.addEventListener('abort', () => reject(new Failed('report.notDrawn')))
            reports.cancel(id)
          }),
        print: async () => true,
      },
    })
    expect(await reports.save(request('pdf'))).toBeNull()
    expect(await fs.readdir(folder)).toEqual([])
  })

  it('leaves an older report as it was when the disk refuses', async () => {
    const file = join(folder, 'there.csv')
    await fs.writeFile(file, 'older')
    const failing = open({
      chooseFile: async () => file,
      write: async () => {
        throw new Failed('disk.full')
      },
    })
    await expect(failing.save(request('csv'))).rejects.toMatchObject({ failure: { code: 'disk.full' } })
    expect(await fs.readFile(file, 'utf8')).toBe('older')
    // Another one can be made at once.
    expect(await open({ chooseFile: async () => file }).save(request('csv'))).toBe(file)
  })

  it('suggests a name that every file system takes', async () => {
    const names: string[] = []
    const reports = open({ chooseFile: async (name) => (names.push(name), null) })
    await reports.save({ ...request('pdf'), title: 'a/b\\c: "d"\n*?<>|\u202E e' })
    expect(names).toEqual(['a b c d e 2026-11-25.pdf'])
  })

  it('takes 10,000 tokens', { timeout: 30_000 }, async () => {
    const resources = Array.from({ length: 5 }, (_, at) => ({
      type: 'TYPE_REPO',
      path: `acme/service-${at}`,
      scopes: ['scope-image-pull', 'scope-tag-read'],
    }))
    tokens = Array.from({ length: 10_000 }, (_, at) => token(`t${at}`, { resources }))
    expect(readCsv(await saved('csv'))).toHaveLength(10_001)
    expect(tokensReport.parse(JSON.parse(await saved('json'))).tokens).toHaveLength(10_000)
    await expect(saved('pdf')).rejects.toMatchObject({ failure: { code: 'report.tooLong' } })
    await expect(open().print(request('pdf'))).rejects.toMatchObject({ failure: { code: 'report.tooLong' } })
    tokens = tokens.slice(0, paperMaximum)
    await saved('pdf')
    expect(pages[0]?.html.match(/label of t/g)).toHaveLength(paperMaximum)
    expect(new Set(steps)).toEqual(new Set(['reading', 'writing', 'drawing']))
  })
})

describe('a report of changes', () => {
  const changes: Comparison['changes'] = hostile.map((label, at) => ({
    tokenId: `t${at}`,
    label,
    fate: at === 0 ? 'deleted' : 'stayed',
    createdBy: 'ada',
    differences:
      at === 0
        ? []
        : [
            { what: 'label', before: `=${label}`, after: label },
            { what: 'access', adds: ['push to acme/web'], removes: ['list members'] },
            { what: 'used', at: '2026-11-01T00:00:00Z', first: false },
          ],
  }))
  const wanted = (format: ReportFormat) => ({
    ...{ id, title: 'Changes of acme', filters: [], format, excelMark: false },
    content: {
      kind: 'comparison' as const,
      organizations: [{ accountId: 'demo', organization: 'acme' }],
      from: 'review' as const,
      to: 'now' as const,
      show: ['created', 'deleted', 'changed', 'expired'] as ('created' | 'deleted' | 'changed' | 'expired')[],
    },
  })

  it('says the same in all three forms, and only what was on show', async () => {
    comparison = { ...comparison, changes }
    const file = async (format: ReportFormat) =>
      fs.readFile((await open().save(wanted(format))) ?? '', 'utf8')
    const json = comparisonReport.parse(JSON.parse(await file('json')))
    const records = readCsv(await file('csv'))
    await file('pdf')
    const page = textOf(pages[0]?.html ?? '')
    expect(json.changes).toHaveLength(hostile.length)
    expect(records).toHaveLength(hostile.length + 1)
    for (const cell of records.flat()) expect(cell).not.toMatch(/^[\s\p{Cf}]*[=+\-@＝＋－＠\t\r\n]/u)
    expect(json.organizations).toMatchObject([
      { from: comparison.from?.at, review: 'Autumn', tokensBefore: 3 },
    ])
    for (const part of [
      'It can now push to acme/web.',
      'It can no longer list members.',
      'not on the server any more',
    ]) {
      expect(records.flat().join('\n')).toContain(part)
      expect(page).toContain(part)
    }
    expect(page).toContain('Review: Autumn')
    expect(JSON.stringify(json) + page).not.toContain('Used, last on')
    expect(pages[0]?.html).not.toMatch(/<(script|img|b)\b/)
  })
})
