import { describe, expect, it } from 'vitest'
import { Failed } from '../../shared/errors.ts'
import type { Credential, SignInOutcome } from '../dockerhub/auth.ts'
import { createSession, type KeptCredential, type SessionState } from './session.ts'

const mona: Credential = { username: 'mona', secret: 'password' }

function setUp(initial: SessionState = 'signedIn') {
  let time = 0
  let made = 0
  const states: SessionState[] = []
  const server = {
    kept: { state: 'found', credential: mona } as KeptCredential,
    keptReads: 0,
    attempts: [] as Credential[],
    answer: async (): Promise<SignInOutcome> => ({ step: 'done', bearer: `b${++made}`, lifetime: 600 }),
  }
  const session = createSession(
    {
      signIn: (credential) => {
        server.attempts.push(credential)
        return server.answer()
      },
      kept: async () => {
        server.keptReads++
        return server.kept
      },
      onState: (state) => states.push(state),
      monotonic: () => time,
    },
    initial,
  )
  return { session, server, states, pass: (seconds: number) => (time += seconds * 1000) }
}

const done = (bearer: string, lifetime: number | null = 600) => ({ step: 'done', bearer, lifetime }) as const
const codeOf = (promise: Promise<unknown>) =>
  promise.then(
    () => 'none',
    (error: unknown) => (error as Failed).failure.code,
  )

describe('a session', () => {
  it('signs in when first needed, with what the keychain keeps', async () => {
    const { session, server } = setUp()
    expect(server.attempts).toEqual([])
    expect(await session.current()).toBe('b1')
    expect(await session.current()).toBe('b1')
    expect(server.attempts).toEqual([mona])
  })

  it('signs in once for all who wait', async () => {
    const { session, server } = setUp()
    expect(await Promise.all([session.current(), session.current(), session.current()])).toEqual([
      'b1',
      'b1',
      'b1',
    ])
    const renewals = await Promise.all([session.renew('b1'), session.renew('b1'), session.current()])
    expect(renewals).toEqual(['b2', 'b2', 'b2'])
    expect(server.attempts).toHaveLength(2)
  })

  it('renews a minute before the end, reading the keychain no second time', async () => {
    const { session, server, pass } = setUp()
    await session.current()
    pass(539)
    expect(await session.current()).toBe('b1')
    pass(2)
    expect(await session.current()).toBe('b2')
    expect(server.keptReads).toBe(1)
  })

  it('lives half of a very short life, and ten minutes when none is said', async () => {
    const { session, pass } = setUp()
    session.adopt({ bearer: 'short', lifetime: 30 }, mona)
    pass(14)
    expect(await session.current()).toBe('short')
    pass(2)
    expect(await session.current()).toBe('b1')
    session.adopt({ bearer: 'unsaid', lifetime: null }, mona)
    pass(530)
    expect(await session.current()).toBe('unsaid')
    pass(20)
    expect(await session.current()).toBe('b2')
  })

  it('does not renew again what somebody else has renewed', async () => {
    const { session, server } = setUp()
    await session.current()
    expect(await session.renew('older')).toBe('b1')
    expect(server.attempts).toHaveLength(1)
  })
})

describe('a session that cannot renew alone', () => {
  it.each(['signIn.wrong', 'signIn.notAPerson', 'signIn.sessionRefused'] as const)(
    'asks the server no second time after %s',
    async (code) => {
      const { session, server, states } = setUp()
      server.answer = () => Promise.reject(new Failed(code))
      expect(await codeOf(session.current())).toBe('signIn.needed')
      expect(await codeOf(session.current())).toBe('signIn.needed')
      expect(server.attempts).toHaveLength(1)
      expect(states).toEqual(['signInNeeded'])
    },
  )

  it('needs the owner where a code is asked for', async () => {
    const { session, server } = setUp()
    server.answer = async () => ({ step: 'code', loginToken: 'x' })
    expect(await codeOf(session.current())).toBe('signIn.needed')
    expect(await codeOf(session.current())).toBe('signIn.needed')
    expect(server.attempts).toHaveLength(1)
  })

  it('needs the owner when nothing is kept', async () => {
    const { session, server, states } = setUp()
    server.kept = { state: 'missing' }
    expect(await codeOf(session.current())).toBe('signIn.needed')
    expect(states).toEqual(['signInNeeded'])
  })

  it('takes a keychain that cannot be read for what it is, and tries it again', async () => {
    const { session, server, states } = setUp()
    server.kept = { state: 'unknown', reason: 'locked' }
    await expect(session.current()).rejects.toMatchObject({
      failure: { code: 'signIn.needed', detail: 'keychain locked' },
    })
    server.kept = { state: 'found', credential: mona }
    expect(await session.current()).toBe('b1')
    expect(states).toEqual(['signInNeeded', 'signedIn'])
  })

  it('waits while the user name is locked', async () => {
    const { session, server, pass, states } = setUp()
    const answer = server.answer
    server.answer = () => Promise.reject(new Failed('signIn.locked', { retryAfter: 100 }))
    expect(await codeOf(session.current())).toBe('signIn.locked')
    pass(40)
    await expect(session.current()).rejects.toMatchObject({
      failure: { code: 'signIn.locked', retryAfter: 60 },
    })
    expect(server.attempts).toHaveLength(1)
    pass(60)
    server.answer = answer
    expect(await session.current()).toBe('b1')
    expect(states).toEqual([])
  })

  it('stays signed in when only the network fails', async () => {
    const { session, server, states } = setUp()
    const answer = server.answer
    server.answer = () => Promise.reject(new Failed('server.unreachable'))
    expect(await codeOf(session.current())).toBe('server.unreachable')
    server.answer = answer
    expect(await session.current()).toBe('b1')
    expect(states).toEqual([])
  })

  it('is back once the owner signed in', async () => {
    const { session, server, states } = setUp()
    server.answer = () => Promise.reject(new Failed('signIn.wrong'))
    await codeOf(session.current())
    session.adopt(done('fresh'), null)
    expect(await session.current()).toBe('fresh')
    expect(states).toEqual(['signInNeeded', 'signedIn'])
  })
})

describe('forgetting', () => {
  it('leaves nothing to sign in with', async () => {
    const { session, server } = setUp()
    await session.current()
    session.forget()
    expect(session.state).toBe('signInNeeded')
    expect(await codeOf(session.current())).toBe('signIn.needed')
    expect(server.attempts).toHaveLength(1)
  })

  it('is not undone by a sign-in under way', async () => {
    const { session, server } = setUp()
    let finish: (outcome: SignInOutcome) => void = () => {}
    server.answer = () => new Promise((resolve) => (finish = resolve))
    const waiting = codeOf(session.current())
    await Promise.resolve().then(() => {})
    session.forget()
    finish(done('late'))
    expect(await waiting).toBe('signIn.needed')
    expect(session.state).toBe('signInNeeded')
    expect(await codeOf(session.current())).toBe('signIn.needed')
  })
})

it('signs in at the next need with the credential it is armed with', async () => {
  const { session, server, states } = setUp('signInNeeded')
  const own = { username: 'owner', secret: 'of this start' }
  session.arm(own)
  expect(await session.current()).toBe('b1')
  expect(server.attempts).toEqual([own])
  expect(server.keptReads).toBe(0)
  expect(states).toEqual(['signedIn'])
})
