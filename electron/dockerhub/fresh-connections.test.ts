import { describe, expect, it } from 'vitest'
import { type PostSession, postsOnFreshConnections } from './fresh-connections.ts'

function setUp() {
  const log: string[] = []
  const sessions: { answer: (response: Response) => void; fail: (error: Error) => void }[] = []
  const fetch = postsOnFreshConnections(
    () => {
      log.push('other')
      return new Response('other')
    },
    (number): PostSession => {
      log.push(`open ${number}`)
      return {
        closeAllConnections: async () => void log.push(`close ${number}`),
        fetch: () => {
          log.push(`send ${number}`)
          return new Promise((answer, fail) => (sessions[number] = { answer, fail }))
        },
      }
    },
  )
  const settle = () => new Promise((resolve) => setImmediate(resolve))
  const post = async () => {
    const sent = fetch('http://hub.test', { method: 'POST' })
    await settle()
    return Promise.resolve(sent)
  }
  return { log, sessions, fetch, post, settle }
}

describe('a POST', () => {
  it('goes out only after every connection of its session is closed', async () => {
    const { log, sessions, post, settle } = setUp()
    const first = post()
    await settle()
    expect(log).toEqual(['open 0', 'close 0', 'send 0'])
    sessions[0]?.answer(new Response('made', { status: 201, headers: { 'content-type': 'text/x' } }))
    const answer = await first
    expect([answer.status, answer.headers.get('content-type'), await answer.text()]).toEqual([
      201,
      'text/x',
      'made',
    ])
    void post()
    await settle()
    expect(log.slice(3)).toEqual(['close 0', 'send 0'])
  })

  it('gets another session while one is busy, its body included', async () => {
    const { log, sessions, post, settle } = setUp()
    const first = post()
    await settle()
    sessions[0]?.answer(new Response('long'))
    const unread = await first
    void post()
    await settle()
    expect(log).toEqual(['open 0', 'close 0', 'send 0', 'open 1', 'close 1', 'send 1'])
    await unread.body?.cancel()
    void post()
    await settle()
    expect(log.slice(6)).toEqual(['close 0', 'send 0'])
  })

  it.each([
    ['without a body', (session) => session.answer(new Response(null, { status: 204 }))],
    ['that fails', (session) => session.fail(new Error('reset'))],
    [
      'whose body fails',
      (session) =>
        session.answer(new Response(new ReadableStream({ pull: (body) => body.error(new Error('reset')) }))),
    ],
  ] satisfies [string, (session: { answer(r: Response): void; fail(e: Error): void }) => void][])(
    '%s frees its session',
    async (_what, end) => {
      const { log, sessions, post, settle } = setUp()
      const first = post()
        .then((response) => response.text())
        .catch(() => 'failed')
      await settle()
      if (sessions[0]) end(sessions[0])
      await first
      void post()
      await settle()
      expect(log).not.toContain('open 1')
    },
  )

  it('that was given up meanwhile is not sent', async () => {
    const { log, fetch } = setUp()
    const stop = new AbortController()
    const sent = fetch('http://hub.test', { method: 'POST', signal: stop.signal })
    stop.abort(new Error('left'))
    await expect(sent).rejects.toThrow('left')
    expect(log).toEqual(['open 0', 'close 0'])
  })
})

it('leaves everything else alone', async () => {
  const { log, fetch } = setUp()
  for (const method of ['GET', 'PATCH', 'DELETE']) await fetch('http://hub.test', { method })
  expect(log).toEqual(['other', 'other', 'other'])
})
