// How a copy of Granary gets newer versions, and whether it looks for them by itself.

/**
 * itself: it downloads and replaces itself. packageManager: a .deb or .rpm. elsewhere: an unpacked folder, or a place
 * that its owner may not write to. source: run from a checkout. administered: the administrator has switched it off.
 */
export const updateForms = ['itself', 'packageManager', 'elsewhere', 'source', 'administered'] as const
export type UpdateForm = (typeof updateForms)[number]

/** Until the owner has chosen (`setting` null), only a copy that can replace itself looks for updates. */
export const looksByItself = (setting: boolean | null, form: UpdateForm): boolean =>
  setting ?? form === 'itself'
