// `npm run fix`: formats everything and repairs what the linter can.
import { command } from './ending.ts'
import { runPackage } from './run.ts'

command(async () => {
  const lint = await runPackage('eslint/bin/eslint.js', ['.', '--fix'], { show: true })
  const format = await runPackage('prettier/bin/prettier.cjs', ['.', '--write', '--log-level', 'warn'], {
    show: true,
  })
  return Math.max(lint.code, format.code)
})
