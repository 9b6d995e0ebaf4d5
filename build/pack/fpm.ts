// What electron-builder starts in fpm's place: `fpm.ts ARGUMENTS`. See deb.ts.
import { command } from '../ending.ts'
import { buildDeb, parseRequest } from './deb.ts'

command(async () => {
  await buildDeb(parseRequest(process.argv.slice(2)))
  return 0
})
