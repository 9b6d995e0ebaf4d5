// The calls about notifications, and about what was chosen outside the page.
import type { Handlers } from '../../shared/contract/define.ts'
import type { Place, notifications } from '../../shared/contract/notifications.ts'

export interface NotificationsParts {
  canNotify(): boolean
  showTest(): Promise<boolean>
  takePlace(): Place | null
}

export const notificationsArea = (parts: NotificationsParts): Handlers<typeof notifications> => ({
  support: () => ({ notifications: parts.canNotify() }),
  showTest: async () => ({ notifications: await parts.showTest() }),
  takePlace: () => parts.takePlace(),
})
