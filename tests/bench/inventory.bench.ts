// The inventory of 10,000 tokens in 100 organizations. `npm run bench -- inventory`
import { report } from './figures.ts'
import { syncFigures } from './inventory-sync.ts'

report('inventory', await syncFigures())
process.exit()
