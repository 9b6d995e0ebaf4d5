// Numbers that table, rows and skeleton share with styles/inventory.css.

/** Pixels: two lines of text and a hairline. The same as `--inventory-row`. */
export const rowHeight = 40
/** Pixels: the headings, which stay in view over the first rows. */
export const headHeight = 32
