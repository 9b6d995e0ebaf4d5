// The words of the keychains, as they were seen, and what each comes to.
import { describe, expect, it } from 'vitest'
import { Refused, keychainFailure, reasonOf } from './states.ts'

const seen: [string, string][] = [
  ['There is no D-Bus session bus.', 'absent'],
  ['Cannot autolaunch D-Bus without X11 $DISPLAY', 'absent'],
  ['The name org.freedesktop.secrets was not provided by any .service files', 'absent'],
  ['The name :1.7 was not provided by any .service files', 'absent'],
  ['Could not connect: No such file or directory', 'absent'],
  ['Could not connect: Connection refused', 'absent'],
  ['The connection is closed', 'absent'],
  ['Cannot create an item in a locked collection', 'locked'],
  ['The unlock prompt was dismissed', 'locked'],
  ['User interaction is not allowed.', 'locked'],
  ['The user name or passphrase you entered is not correct.', 'locked'],
  ['Timeout was reached', 'hanging'],
  ['Failed to load keytar native addon, checked ["../build/Release"] on prebuilds/linux-x64', 'failed'],
  ['No such interface “org.freedesktop.Secret.Service” on object at path /org/freedesktop/secrets', 'failed'],
  ['Something nobody has seen yet', 'failed'],
]

describe('the words of a keychain', () => {
  it.each(seen)('%s: %s', (words, reason) => {
    expect(reasonOf(words)).toBe(reason)
  })

  it('become a failure with the words in it, cut to a readable length', () => {
    const { failure } = keychainFailure(new Refused('locked', 'x'.repeat(5000)))
    expect(failure).toEqual({ code: 'keychain.locked', detail: 'x'.repeat(200) })
  })
})
