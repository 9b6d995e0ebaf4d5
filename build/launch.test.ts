// Whether only noise is kept from the terminal.
import { expect, test } from 'vitest'
import { isNoise } from './launch.ts'

test.each([
  [
    '[19532:1124/112252.693736:ERROR:bus.cc(399)] Failed to connect to the bus: Failed to connect to socket',
    true,
  ],
  ['[12:0101/000000.1:ERROR:viz_main_impl.cc(186)] Exiting GPU process due to errors', true],
  ['[12:0101/000000.1:ERROR:ssl_client_socket.cc(7)] handshake failed', false],
  ['[12:0101/000000.1:FATAL:bus.cc(399)] Failed to connect to the bus', false],
  ['hub: Failed to connect to the bus', false],
])('%s', (line, noise) => {
  expect(isNoise(line)).toBe(noise)
})
