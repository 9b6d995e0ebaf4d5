// Links into the app, such as one in a ticket. What they say is read by link-form.ts; every start asks only for this.

export const linkScheme = 'granary'

/** The link among a program's arguments, as the system hands it over; undefined when there is none. */
export const linkAmong = (argv: readonly string[]): string | undefined =>
  argv.slice(1).find((argument) => argument.toLowerCase().startsWith(`${linkScheme}:`))
