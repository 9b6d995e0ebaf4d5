import { describe, expect, it } from 'vitest'
import { issue, type Issued } from '../../tests/support/certificates.ts'
import { certificatesIn, verifyWithAuthority } from './certificates.ts'

const day = 86_400_000
const now = Date.now()
const root = await issue({ name: 'Root', ca: true })
const between = await issue({ name: 'Between', ca: true, issuer: root })
const host = 'hub.example.com'
const leaf = await issue({ name: host, names: [host, '*.hub.example.com', '10.0.0.5', '::1'], issuer: root })

const verify = (chain: Issued[], authority: string, hostname = host, at = now) =>
  verifyWithAuthority(
    chain.map(({ cert }) => cert),
    authority,
    hostname,
    at,
  )

describe('a certificate is trusted', () => {
  it('when an authority of the file signed it', () => {
    expect(verify([leaf], root.cert)).toBe(true)
    expect(verify([leaf, root], root.cert)).toBe(true)
  })

  it('over a certificate in between that the server sent, or that the file names', async () => {
    const deep = await issue({ name: host, names: [host], issuer: between })
    expect(verify([deep, between], root.cert)).toBe(true)
    expect(verify([deep], between.cert)).toBe(true)
    expect(verify([deep], root.cert)).toBe(false)
  })

  it('for each of its names and addresses', () => {
    for (const name of [host, 'HUB.example.com', 'a.hub.example.com', '10.0.0.5', '::1', '[::1]'])
      expect([name, verify([leaf], root.cert, name)]).toEqual([name, true])
  })

  it('when the file has other things in it too', () => {
    const broken = '-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n'
    expect(verify([leaf], `# ours\n${broken}${between.cert}${root.key}${root.cert}`)).toBe(true)
    expect(certificatesIn(`${broken}${root.cert}`)).toHaveLength(1)
  })

  it('when it is an authority itself and in the file', async () => {
    const own = await issue({ name: host, names: [host], ca: true })
    expect(verify([own], own.cert)).toBe(true)
  })

  it('without extended key usages', async () => {
    const plain = await issue({ name: host, names: [host], issuer: root, usages: null })
    expect(verify([plain], root.cert)).toBe(true)
  })
})

describe('a certificate is not trusted', () => {
  it('from another authority, whatever that calls itself', async () => {
    const namesake = await issue({ name: 'Root', ca: true })
    expect(verify([leaf], namesake.cert)).toBe(false)
    const forged = await issue({ name: host, names: [host], issuer: namesake })
    expect(verify([forged, namesake], root.cert)).toBe(false)
  })

  it('for another name', () => {
    for (const name of [
      'example.com',
      'hub.example.com.evil.test',
      'a.b.hub.example.com',
      '10.0.0.6',
      '',
      'xhub.example.com',
    ])
      expect([name, verify([leaf], root.cert, name)]).toEqual([name, false])
  })

  it('for a name that only its subject has', async () => {
    const nameless = await issue({ name: host, issuer: root })
    expect(verify([nameless], root.cert)).toBe(false)
  })

  it('outside its time, or its authorities’', async () => {
    expect(verify([leaf], root.cert, host, now + 30 * day)).toBe(false)
    expect(verify([leaf], root.cert, host, now - 30 * day)).toBe(false)
    const ended = await issue({ name: 'Ended', ca: true, until: now - day / 2 })
    const fresh = await issue({ name: host, names: [host], issuer: ended })
    expect(verify([fresh], ended.cert)).toBe(false)
    const endedBetween = await issue({ name: 'Ended between', ca: true, issuer: root, until: now - day / 2 })
    const below = await issue({ name: host, names: [host], issuer: endedBetween })
    expect(verify([below, endedBetween], root.cert)).toBe(false)
  })

  it('from someone who may not issue', async () => {
    const person = await issue({ name: 'Somebody', issuer: root })
    const below = await issue({ name: host, names: [host], issuer: person })
    expect(verify([below, person], root.cert)).toBe(false)
    expect(verify([below], person.cert)).toBe(false)
    const own = await issue({ name: host, names: [host] })
    expect(verify([own], own.cert)).toBe(false)
  })

  it('made for something else than serving', async () => {
    const signing = await issue({ name: host, names: [host], issuer: root, usages: ['1.3.6.1.5.5.7.3.3'] })
    expect(verify([signing], root.cert)).toBe(false)
  })

  it('when there is nothing to go by', () => {
    expect(verify([], root.cert)).toBe(false)
    expect(verify([leaf], '')).toBe(false)
    expect(verifyWithAuthority(['not a certificate'], root.cert, host, now)).toBe(false)
  })

  it('over a chain that goes round', async () => {
    const other = await issue({ name: 'Other', ca: true })
    const again = { ...other, keys: between.keys }
    const first = await issue({ name: 'Other', ca: true, issuer: between })
    const below = await issue({ name: host, names: [host], issuer: first })
    expect(verify([below, first, again, other, between, first], other.cert)).toBe(false)
  })
})
