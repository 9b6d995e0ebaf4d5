import { expect, it } from 'vitest'
import { doAll } from './do-all.ts'

it('is through with everything before it throws the first failure', async () => {
  const done: string[] = []
  const fails = async (text: string) => {
    await Promise.resolve()
    throw new Error(text)
  }
  const works = async () => {
    for (let turn = 0; turn < 5; turn++) await Promise.resolve()
    done.push('slow')
  }
  await expect(doAll([fails('first'), works(), fails('second')])).rejects.toThrow('first')
  expect(done).toEqual(['slow'])
  await doAll([works()])
})
