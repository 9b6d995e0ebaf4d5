// What benches share: medians, and rates over kept-alive connections.
import { Agent, get } from 'node:http'

/** The middle value; of an even number of values the mean of the two in the middle. */
export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b)
  const middle = sorted.length / 2
  const [low, high] = [sorted[Math.ceil(middle) - 1] ?? NaN, sorted[Math.floor(middle)] ?? NaN]
  return (low + high) / 2
}

export const rounded = (value: number, digits = 2): string => value.toFixed(digits)

export interface Target {
  url: string
  headers?: Record<string, string>
}

const atOnce = 16
const agent = new Agent({ keepAlive: true, maxSockets: atOnce })

/** Answers per second to `total` GETs, sixteen at a time over kept-alive connections. Throws on any status but 200. */
export async function rate({ url, headers = {} }: Target, total: number): Promise<number> {
  let left = total
  const one = () =>
    new Promise<void>((resolve, reject) => {
      get(url, { agent, headers }, (response) => {
        if (response.statusCode !== 200) reject(new Error(`${url} answered ${response.statusCode}`))
        response.resume().once('end', resolve)
      }).once('error', reject)
    })
  const started = performance.now()
  await Promise.all(
    Array.from({ length: atOnce }, async () => {
      while (left-- > 0) await one()
    }),
  )
  return total / ((performance.now() - started) / 1000)
}

/**
 * The rates of two targets, measured in turn and in changing order, after a warm-up of both; the median of the
 * ratios of each pair.
 */
export async function compare(
  first: Target,
  second: Target,
  { rounds, requests }: { rounds: number; requests: number },
): Promise<{ first: number; second: number; ratio: number }> {
  await rate(first, requests)
  await rate(second, requests)
  const rates: { first: number; second: number }[] = []
  for (let round = 0; round < rounds; round += 1) {
    const early = round % 2 === 0 ? await rate(first, requests) : null
    const other = await rate(second, requests)
    rates.push({ first: early ?? (await rate(first, requests)), second: other })
  }
  return {
    first: median(rates.map((pair) => pair.first)),
    second: median(rates.map((pair) => pair.second)),
    ratio: median(rates.map((pair) => pair.first / pair.second)),
  }
}
