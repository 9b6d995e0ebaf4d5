// Whether the renamed libraries of newer Debian and Ubuntu releases are asked for by the name that exists.
import { expect, test } from 'vitest'
import { installable } from './apt.ts'

const policy = `libgtk-3-0:
  Installed: (none)
  Candidate: 3.24.38-2~deb12u3
  Version table:
     3.24.38-2~deb12u3 500
libasound2:
  Installed: (none)
  Candidate: (none)
  Version table:
libasound2t64:
  Installed: 1.2.11-1
  Candidate: 1.2.11-1build2
  Version table:
 *** 1.2.11-1 100
        100 /var/lib/dpkg/status
`

test('a name that is only virtual is not taken', () => {
  expect(installable(policy)).toEqual(new Set(['libgtk-3-0', 'libasound2t64']))
})
