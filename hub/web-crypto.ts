// Node 18 has no global `crypto`, which jose and @peculiar/x509 expect. Import this before them.
import { webcrypto } from 'node:crypto'

globalThis.crypto ??= webcrypto
