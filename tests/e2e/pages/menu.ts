// The native menu, as the owner chooses from it.
import type { App } from '../../support/app.ts'

export const nativeMenu = ({ electron }: App) => ({
  choose: (label: string) =>
    electron.evaluate(({ Menu }, wanted) => {
      const items = Menu.getApplicationMenu()?.items.flatMap((menu) => menu.submenu?.items ?? []) ?? []
      const item = items.find((one) => one.label === wanted && one.visible)
      if (!item?.enabled) throw new Error(`the menu has no "${wanted}" that can be chosen`)
      item.click()
    }, label),
  /** The labels of the entries that can be chosen now. */
  enabled: () =>
    electron.evaluate(({ Menu }) =>
      (Menu.getApplicationMenu()?.items ?? [])
        .flatMap((menu) => menu.submenu?.items ?? [])
        .filter(({ enabled, label, visible, type }) => enabled && visible && label && type !== 'separator')
        .map(({ label }) => label),
    ),
})
