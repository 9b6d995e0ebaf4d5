// The inventory of 10,000 tokens in 100 organizations: its sync, and its table in the running app.
// `npm run bench -- inventory`
import { report } from './figures.ts'
import { pageFigures } from './inventory-page.ts'
import { syncFigures } from './inventory-sync.ts'

// Each half as soon as it is known: together they take several minutes.
report('inventory-sync', await syncFigures())
report('inventory-page', await pageFigures())
process.exit()
