// The export of members: a CSV file that a spreadsheet opens and does not run.
import { afterEach, beforeEach, expect, test } from 'vitest'
import { newAccessToken } from '../test-bearers.ts'
import { type TestHub, createTestHub, organizationResource } from '../test-hub.ts'

const members = '/v2/orgs/harborline/members'

let t: TestHub
let owner: string
beforeEach(async () => {
  t = await createTestHub()
  owner = await t.signIn('robinhale')
})
afterEach(() => t.close())

const invite = (invitees: string[], more = {}) =>
  t.ask('POST', '/v2/invites/bulk', { bearer: owner, json: { org: 'harborline', invitees, ...more } })
const tokenWith = async (...scopes: string[]) =>
  (await newAccessToken(t, 'harborline', organizationResource('harborline', ...scopes))).bearer

const rows = async (bearer = owner) => {
  const response = await t.hub.request(`${members}/export`, {
    headers: { authorization: `Bearer ${bearer}` },
  })
  return { headers: response.headers, lines: (await response.text()).split('\r\n') }
}

test('is a CSV file with Docker’s columns and everybody in it', async () => {
  await invite(['new@example.com'], { role: 'editor' })
  const { headers, lines } = await rows()
  expect(headers.get('content-type')).toBe('text/csv; charset=utf-8')
  expect(headers.get('content-disposition')).toMatch(/^attachment;filename="harborline-members-\d+\.csv"$/)
  expect(lines[0]).toBe('Name,Username,Email,Type,Role,Teams,Date Joined')
  expect(lines[1]).toMatch(
    /^Daniel Oduya,danieloduya,danieloduya@example\.com,User,Owner,"partners, owners",\d{4}-/,
  )
  expect(lines[6]).toMatch(/^,,new@example\.com,Invitee,Editor,,2027-03-10T/)
  expect(lines).toHaveLength(8)
  expect(lines[7]).toBe('')
})

test('leaves invited people out for a token that may not read invites', async () => {
  await invite(['new@example.com'])
  expect((await rows(await tokenWith('scope-member-read'))).lines).toHaveLength(7)
  const both = await tokenWith('scope-member-read', 'scope-invite-read')
  expect((await rows(both)).lines[6]).toContain('new@example.com')
})

test.each([
  ['=HYPERLINK("x")', `"'=HYPERLINK(""x"")"`],
  ['+1', `"'+1"`],
  ['-1', `"'-1"`],
  ['@SUM(A1)', `"'@SUM(A1)"`],
  ['  =1', `"'  =1"`],
  ['\t=1', `"'\t=1"`],
  ['a, "b"', '"a, ""b"""'],
  ['two\nlines', '"two\nlines"'],
])('keeps the name %j from being run or from breaking the line', async (name, cell) => {
  t.hub.context.database.run("UPDATE users SET full_name = ? WHERE username = 'danieloduya'", name)
  const { lines } = await rows()
  expect(lines[1]?.startsWith(`${cell},danieloduya,`)).toBe(true)
  expect(lines).toHaveLength(7)
})
