import { describe, expect, it } from 'vitest'
import { type Criteria, noCriteria } from '../shared/tokens/criteria.ts'
import {
  criteriaQuery,
  plainTable,
  queryFrom,
  queryText,
  tableFrom,
  tableQuery,
  type TableState,
} from './tableAddress.ts'

const everything: Criteria = {
  search: 'web & ünïcode',
  status: 'expired',
  expiringIn: 30,
  endsIn: '2026-12',
  unusedFor: 90,
  neverUsed: true,
  neverExpires: true,
  canPush: true,
  allRepositories: true,
  management: true,
  secret: 'notKept',
  account: 'https://hub anna',
  organization: 'acme',
}

describe('the address of a table', () => {
  it('says nothing of what is as always', () => {
    expect(tableQuery(plainTable)).toEqual({})
    expect(tableFrom({})).toEqual(plainTable)
  })

  it('says everything, and is read back as it was', () => {
    const state: TableState = {
      criteria: everything,
      sort: { column: 'label', descending: true },
      columns: ['organization', 'expires'],
      grouped: true,
    }
    expect(tableFrom(tableQuery(state))).toEqual(state)
    expect(tableFrom(queryFrom(queryText(tableQuery(state))))).toEqual(state)
    expect(tableFrom(tableQuery({ ...plainTable, columns: [] })).columns).toEqual([])
  })

  it('that makes no sense is as if it were not there', () => {
    const broken = {
      status: 'gone?',
      expiringIn: '-3',
      endsIn: '2026-13',
      unusedFor: '12345678',
      canPush: ['no', 'yes'],
      secret: null,
      sort: '--created',
      columns: 'nothing,expires,label',
      group: 'team',
      search: ['first', 'second'],
    }
    expect(tableFrom(broken)).toEqual({
      ...plainTable,
      criteria: { ...noCriteria, search: 'first' },
      columns: ['expires'],
    })
  })

  it('is made from a few criteria by who links to it', () => {
    expect(criteriaQuery({ neverUsed: true, unusedFor: 90 })).toEqual({ neverUsed: 'yes', unusedFor: '90' })
  })
})
