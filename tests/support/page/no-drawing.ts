// Import this in a test of stores in Node: nothing is drawn there that the network would have to wait for.
import { vi } from 'vitest'

vi.stubGlobal('requestIdleCallback', (run: () => void) => run())
