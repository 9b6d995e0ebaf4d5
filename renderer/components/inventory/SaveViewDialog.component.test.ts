// What a view will show is said before it is kept: also that one of an organization's table is not bound to it.
import { mount } from '@vue/test-utils'
import { expect, it } from 'vitest'
import { page } from 'vitest/browser'
import { ref } from 'vue'
import type { SavedViews } from '../../composables/useViews.ts'
import SaveViewDialog from './SaveViewDialog.vue'

it.each([
  [false, 'It shows: Never used · Can push, of the organization that it is opened in.'],
  [true, 'It shows: Never used · Can push.'],
])('says what it will show; across organizations: %s', async (across, words) => {
  const views = { failure: ref(null) } as unknown as SavedViews
  const dialog = mount(SaveViewDialog, {
    attachTo: document.body,
    props: { open: true, views, query: {}, words: ['Never used', 'Can push'], across, taken: [] },
  })
  await expect.element(page.getByText(words, { exact: true })).toBeVisible()
  dialog.unmount()
})
