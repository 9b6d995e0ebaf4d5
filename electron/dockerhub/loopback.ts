// What counts as this computer itself.
import { isIPv4 } from 'node:net'

/** True for this computer itself, by a name or address that no name server decides. */
export const isLoopback = (hostname: string): boolean =>
  hostname === 'localhost' || hostname === '[::1]' || (isIPv4(hostname) && hostname.startsWith('127.'))
