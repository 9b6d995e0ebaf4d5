// A report as a JSON file: exactly its form, readable by people too.

/** What turns the reading direction is escaped, so that the file reads as it is in any editor; the data is the same. */
const turning = /[\u061C\u200B-\u200F\u2028-\u202E\u2060-\u2069\uFEFF]/g

export const jsonOf = (report: unknown): string =>
  `${JSON.stringify(report, null, 2).replaceAll(turning, (found) => `\\u${found.charCodeAt(0).toString(16).padStart(4, '0')}`)}\n`
