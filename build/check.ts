// `npm run check`: types, lint, arrows, unused code and format.
import { runChecks } from './checks.ts'
import { command } from './ending.ts'
import { say } from './say.ts'

command(async () => {
  const { passed, failed } = await runChecks(say)
  say(failed === 0 ? `all ${passed} checks passed` : `${failed} of ${passed + failed} checks failed`)
  return failed === 0 ? 0 : 1
})
