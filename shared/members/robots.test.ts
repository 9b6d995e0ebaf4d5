import { describe, expect, it } from 'vitest'
import type { Member } from '../contract/members.ts'
import { likeliestFirst, matchesMember, robotSigns } from './robots.ts'

const member = (username: string, fullName = '', teams: string[] = []): Member => ({
  username,
  fullName,
  teams,
  email: null,
  role: 'member',
})

describe('what looks like a robot', () => {
  it.each([
    ['acmeci', '“ci” in its name'],
    ['ci-acme', '“ci” in its name'],
    ['acme_bot2', '“bot” in its name'],
    ['acmedeploy', '“deploy” in its name'],
    ['jenkinsacme', '“jenkins” in its name'],
    ['svc.acme', '“svc” in its name'],
    ['gatebuild01', '“build” in its name'],
  ])('%s', (username, sign) => {
    expect(robotSigns(member(username, 'Somebody Else'))).toEqual([sign])
  })

  it.each([
    ['leahpark', 'Leah Park'],
    ['lucia', 'Lucía Gómez'],
    ['abbotsford', 'Ann Abbotsford'],
    ['cindy', 'Cindy Wu'],
    ['pushkina', 'Vera Pushkina'],
  ])('%s does not', (username, fullName) => {
    expect(robotSigns(member(username, fullName, ['one', 'two', 'three']))).toEqual([])
  })

  it('counts teams and a missing name together with the name', () => {
    expect(robotSigns(member('acmeci', ' ', ['one', 'two']))).toEqual([
      '“ci” in its name',
      'no full name',
      'in 2 teams',
    ])
    expect(robotSigns(member('acme', 'Release Pipeline'))).toEqual(['a full name that is no person’s'])
  })
})

it('puts the likeliest first and leaves nobody out', () => {
  const all = [
    member('zoe', 'Zoe Z'),
    member('adam', 'Adam A'),
    member('acmeci', '', ['a', 'b']),
    member('mbot', 'M'),
  ]
  expect(likeliestFirst(all).map((one) => one.member.username)).toEqual(['acmeci', 'mbot', 'adam', 'zoe'])
})

it('finds members by name, full name and team', () => {
  const one = member('acmeci', 'Build Server', ['Pipelines'])
  for (const search of ['CI', 'server', 'pipe', '']) expect(matchesMember(one, search), search).toBe(true)
  expect(matchesMember(one, 'x')).toBe(false)
})
