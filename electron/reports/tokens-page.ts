// The printed report of tokens: where they are from, how many, and each with its whole access.
import { accessLines } from '../../shared/tokens/words.ts'
import { type ReportToken, type Steps, type TokensReport, atOnce } from './form.ts'
import { type Markup, headOf, html, pageOf } from './paper-page.ts'
import { count, dateInWords, momentInWords } from './phrases.ts'

export async function tokensPage(report: TokensReport, steps: Steps): Promise<string> {
  const rows: Markup[] = []
  for (const [at, token] of report.tokens.entries()) {
    if (at % atOnce === 0) await steps('drawing', at, report.tokens.length)
    rows.push(rowOf(token))
  }
  const withKept = report.tokens.some(({ secretKept }) => secretKept !== undefined)
  return pageOf(
    report.title,
    html`${headOf(report, [['Tokens', countsInWords(report)]])} ${organizationsOf(report)}
      <table>
        <colgroup>
          <col class="wide" />
          <col class="narrow" />
          <col class="middle" />
          <col />
        </colgroup>
        <thead>
          <tr>
            <th>Token</th>
            <th>Status</th>
            <th>${withKept ? 'Dates and secret' : 'Dates'}</th>
            <th>Access</th>
          </tr>
        </thead>
        <tbody>
          ${rows}
        </tbody>
      </table>`,
  )
}

function countsInWords({ counts }: TokensReport): string {
  const byStatus = Object.entries(counts.byStatus).map(([status, number]) => `${number} ${status}`)
  const unknown = counts.accessUnknown > 0 ? [`the access of ${counts.accessUnknown} was never read`] : []
  return [`${counts.tokens}`, [...byStatus, ...unknown].join(', ')].filter(Boolean).join(': ')
}

const organizationsOf = ({ organizations }: TokensReport): Markup =>
  html`<table>
      <colgroup>
        <col class="wide" />
        <col class="narrow" />
        <col class="middle" />
        <col />
      </colgroup>
      <thead>
        <tr>
          <th>Organization</th>
          <th>Tokens</th>
          <th>As of</th>
          <th>Server and account</th>
        </tr>
      </thead>
      <tbody>
        ${organizations.map(
          (one) =>
            html`<tr>
              <td><strong>${one.organization}</strong></td>
              <td>${one.tokens}</td>
              <td>${one.syncedAt === null ? 'never synced' : momentInWords(one.syncedAt)}</td>
              <td>${one.server}, ${one.account}</td>
            </tr>`,
        )}
      </tbody>
    </table>
    <h2>
      ${count(
        organizations.reduce((sum, { tokens }) => sum + tokens, 0),
        'token',
      )}
    </h2>`

const rowOf = (token: ReportToken): Markup =>
  html`<tr>
    <td>
      <strong>${token.label || 'No label'}</strong
      >${token.description ? html`<br />${token.description}` : ''} <br /><span class="small"
        >${token.organization}</span
      >
      <code>${token.id}</code>
    </td>
    <td>${token.status[0]?.toUpperCase() ?? ''}${token.status.slice(1)}</td>
    <td>${datesOf(token).map((line) => html`${line}<br />`)}</td>
    <td>${accessOf(token)}</td>
  </tr>`

const datesOf = (token: ReportToken): string[] => [
  `Created ${dateInWords(token.createdAt)}${token.createdBy ? ` by ${token.createdBy}` : ''}`,
  token.lastUsedAt === null ? 'Never used' : `Last used ${dateInWords(token.lastUsedAt)}`,
  token.expiresAt === null ? 'Never expires' : `Expires ${dateInWords(token.expiresAt)}`,
  ...(token.goneAt === null ? [] : [`Gone since ${dateInWords(token.goneAt)}`]),
  ...(token.secretKept === undefined ? [] : [token.secretKept ? 'Secret kept here' : 'Secret not kept here']),
]

/** A line per thing it can do, with the scopes behind it, and the path where the words do not name it. */
function accessOf({ access }: ReportToken): Markup {
  if (access === null) return html`Its access was never read from the server.`
  const lines = access.resources.flatMap((resource) =>
    accessLines([resource]).map(({ words, scopes }) => {
      const path = words.includes(resource.path) ? [] : [resource.path]
      return html`<li>${words} ${[...path, ...scopes].map((value) => html`<code>${value}</code> `)}</li>`
    }),
  )
  return html`<ul>
    ${lines}
  </ul>`
}
