// The table of 10,000 tokens as the page draws it. `npm run bench -- inventory-page`
import { report } from './figures.ts'
import { pageFigures } from './inventory-page.ts'

report('inventory-page', await pageFigures())
process.exit()
