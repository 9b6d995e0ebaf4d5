// The printed report of what changed: between which moments, in which organizations, token by token.
import { changeKinds } from '../../shared/tokens/compare.ts'
import { type ComparisonReport, type Steps, atOnce } from './form.ts'
import { type Markup, headOf, html, pageOf } from './paper-page.ts'
import { count, momentInWords } from './phrases.ts'

export async function comparisonPage(report: ComparisonReport, steps: Steps): Promise<string> {
  const rows: Markup[] = []
  for (const [at, change] of report.changes.entries()) {
    if (at % atOnce === 0) await steps('drawing', at, report.changes.length)
    rows.push(rowOf(change))
  }
  const counted = changeKinds.map((kind) => `${report.counts[kind]} ${kind}`).join(', ')
  return pageOf(
    report.title,
    html`${headOf(report, [['Tokens', counted]])} ${organizationsOf(report)}
      <h2>${count(report.changes.length, 'token')} with changes</h2>
      <table>
        <colgroup>
          <col class="wide" />
          <col class="middle" />
          <col />
        </colgroup>
        <thead>
          <tr>
            <th>Token</th>
            <th>Kind</th>
            <th>What changed</th>
          </tr>
        </thead>
        <tbody>
          ${rows}
        </tbody>
      </table>`,
  )
}

const organizationsOf = ({ organizations }: ComparisonReport): Markup =>
  html`<table>
    <colgroup>
      <col class="wide" />
      <col class="middle" />
      <col class="middle" />
      <col />
    </colgroup>
    <thead>
      <tr>
        <th>Organization</th>
        <th>From</th>
        <th>To</th>
        <th>Server and account</th>
      </tr>
    </thead>
    <tbody>
      ${organizations.map(
        (one) =>
          html`<tr>
            <td><strong>${one.organization}</strong></td>
            <td>
              ${one.from === null ? 'No snapshot yet' : `${momentInWords(one.from)}, ${count(one.tokensBefore, 'token')}`}${reviewOf(one)}
            </td>
            <td>${`${momentInWords(one.to)}, ${count(one.tokensAfter, 'token')}`}</td>
            <td>${one.server}, ${one.account}</td>
          </tr>`,
      )}
    </tbody>
  </table>`

const reviewOf = ({ review }: { review: string | null }): Markup | string =>
  review === null ? '' : html`<br />Review${review ? `: ${review}` : ''}`

const rowOf = (change: ComparisonReport['changes'][number]): Markup =>
  html`<tr>
    <td>
      <strong>${change.label || 'No label'}</strong><br /><span class="small">${change.organization}</span>
      <code>${change.id}</code>
    </td>
    <td>${change.kinds.join(', ')}</td>
    <td>
      <ul>
        ${change.words.map((line) => html`<li>${line}</li>`)}
      </ul>
    </td>
  </tr>`
