// What is said about a computer whose clock is not its servers'.

/** Smaller differences are nobody's concern (milliseconds). */
const worthSaying = 5 * 60_000

const units = [
  ['year', 365.25 * 86_400_000],
  ['day', 86_400_000],
  ['hour', 3_600_000],
  ['minute', 60_000],
] as const

/** `offset`: milliseconds to add to this computer's clock to have the server's. Null when there is nothing to say. */
export function clockWords(offset: number, serverName: string): { title: string; text: string } | null {
  const distance = Math.abs(offset)
  if (distance < worthSaying) return null
  const [unit, length] = units.find(([, length]) => distance >= 0.95 * length) ?? units[3]
  const count = Math.max(1, Math.round(distance / length))
  return {
    title: `This computer’s clock is ${count} ${unit}${count === 1 ? '' : 's'} ${offset > 0 ? 'behind' : 'ahead'}`,
    text: `Granary goes by the time of ${serverName}, so what it says about expired tokens is right. Set the clock for the sake of your other programs.`,
  }
}
