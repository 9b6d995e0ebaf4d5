// The commands' own lines, told apart from those of the programs they start.
export type Say = (line: string) => void

export const say: Say = (line) => {
  process.stdout.write(`granary: ${line}\n`)
}

export const seconds = (since: number): string => `${((performance.now() - since) / 1000).toFixed(1)} s`
