// Passwords as scrypt hashes. The cost is written into each hash, so it can be raised without breaking old ones.
import { randomBytes, scrypt, timingSafeEqual } from 'node:crypto'

/** scrypt's N as a power of two. 2^15 with r = 8 takes 32 MiB and about a tenth of a second. */
export const passwordCost = 15

const blockSize = 8
const length = 32

const derive = (password: string, salt: Buffer, cost: number): Promise<Buffer> =>
  new Promise((resolve, reject) => {
    const options = { N: 2 ** cost, r: blockSize, p: 1, maxmem: 2 ** cost * blockSize * 128 * 2 }
    scrypt(password, salt, length, options, (error, key) => (error ? reject(error) : resolve(key)))
  })

export async function hashPassword(password: string, cost: number): Promise<string> {
  const salt = randomBytes(16)
  const key = await derive(password, salt, cost)
  return ['scrypt', cost, salt.toString('base64url'), key.toString('base64url')].join(':')
}

/**
 * True when the password fits the hash. Without a hash (no such user, or one who cannot use a password) it takes as
 * long and is false, so that the time does not tell user names apart.
 */
export async function verifyPassword(password: string, hash: string | null, cost: number): Promise<boolean> {
  const [, ownCost = '', salt = '', key = ''] = hash?.split(':') ?? []
  if (hash === null) {
    await derive(password, randomBytes(16), cost)
    return false
  }
  const expected = Buffer.from(key, 'base64url')
  const actual = await derive(password, Buffer.from(salt, 'base64url'), Number(ownCost))
  return actual.length === expected.length && timingSafeEqual(actual, expected)
}
