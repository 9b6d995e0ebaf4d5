// What a form can start from, as an address says it: `?from=token:<id>`, `template:<id>`, `built-in:<key>`.

export interface Origin {
  kind: 'token' | 'template' | 'built-in'
  /** Of the token or template; the key of a built-in one. */
  id: string
}

export const originText = ({ kind, id }: Origin): string => `${kind}:${id}`

/** Null for anything else, such as an address that was typed by hand. */
export function originFrom(text: unknown): Origin | null {
  const [, kind, id] = (typeof text === 'string' && /^(token|template|built-in):(.+)$/.exec(text)) || []
  return kind && id ? { kind: kind as Origin['kind'], id } : null
}
