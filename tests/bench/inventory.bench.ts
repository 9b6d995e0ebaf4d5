// The inventory of 10,000 tokens in 100 organizations: its sync, and its table in the running app.
// `npm run bench -- inventory`
import { report } from './figures.ts'
import { pageFigures } from './inventory-page.ts'
import { syncFigures } from './inventory-sync.ts'

report('inventory', [...(await syncFigures()), ...(await pageFigures())])
process.exit()
