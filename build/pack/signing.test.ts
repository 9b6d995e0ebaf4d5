// Whether a secret that a workflow does not have keeps a package from being made.
import { expect, test } from 'vitest'
import { withoutEmpty } from './signing.ts'

test('empty variables are not there', () => {
  expect(withoutEmpty({ CSC_LINK: '', APPLE_ID: 'somebody', CSC_KEY_PASSWORD: '' })).toEqual({
    APPLE_ID: 'somebody',
  })
})
