// The columns of a CSV of tokens. The last three say where the file comes from, so that it stays a plain table.
import type { Column } from './csv.ts'
import type { ReportToken, TokensReport } from './form.ts'
import { madeByInWords, resourceInWords } from './phrases.ts'

export const tokenColumns = (report: TokensReport): Column<ReportToken>[] => [
  { name: 'Organization', value: ({ organization }) => organization },
  { name: 'Label', value: ({ label }) => label },
  { name: 'Description', value: ({ description }) => description },
  { name: 'Status', value: ({ status }) => status },
  { name: 'Access', value: ({ access }) => access?.words.join('; ') ?? 'not read' },
  { name: 'Scopes', value: ({ access }) => access?.resources.map(resourceInWords).join('; ') ?? '' },
  { name: 'Created by', value: ({ createdBy }) => createdBy },
  { name: 'Created', value: ({ createdAt }) => createdAt },
  { name: 'Last used', value: ({ lastUsedAt }) => lastUsedAt },
  { name: 'Expires', value: ({ expiresAt }) => expiresAt },
  { name: 'Gone since', value: ({ goneAt }) => goneAt },
  ...(report.tokens.some(({ secretKept }) => secretKept !== undefined)
    ? [{ name: 'Secret kept here', value: ({ secretKept }: ReportToken) => (secretKept ? 'yes' : 'no') }]
    : []),
  { name: 'Token id', value: ({ id }) => id },
  { name: 'Server', value: ({ server }) => server },
  { name: 'Account', value: ({ account }) => account },
  { name: 'Report', value: () => report.title },
  { name: 'Report made', value: () => `${report.madeAt}, ${report.madeWith}, ${madeByInWords(report)}` },
  { name: 'Report filters', value: () => report.filters.join('; ') || 'none' },
]
