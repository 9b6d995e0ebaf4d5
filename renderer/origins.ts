// What a form can start from, as an address says it: `?from=token:<id>`, `template:<id>`, `built-in:<key>`,
// `member:<user name>`.

export interface Origin {
  kind: 'token' | 'template' | 'built-in' | 'member'
  /** Of the token or template; the key of a built-in one; a member's user name. */
  id: string
}

/** What a form was started from, for the owner to read. */
export interface StartedFrom {
  kind: Origin['kind']
  name: string
  /** The date of this computer's copy that was read, when the server could not be asked. */
  copyOf: string | null
}

export const originText = ({ kind, id }: Origin): string => `${kind}:${id}`

/** Null for anything else, such as an address that was typed by hand. */
export function originFrom(text: unknown): Origin | null {
  const [, kind, id] =
    (typeof text === 'string' && /^(token|template|built-in|member):(.+)$/.exec(text)) || []
  return kind && id ? { kind: kind as Origin['kind'], id } : null
}
