// What a server did not accept in the form of a new token, as a problem beside the field that it is about.
import type { Failure } from '../shared/errors.ts'
import type { Problem } from '../shared/tokens/validation.ts'

/** Docker Hub's names of the fields it objects to. */
const serverFields: Record<string, Pick<Problem, 'step' | 'field'>> = {
  label: { step: 1, field: 'label' },
  description: { step: 1, field: 'description' },
  expires_at: { step: 2, field: 'expiry' },
  resources: { step: 3, field: 'repositories' },
}

/** Null when the form has no field that the failure is about. */
export function objectionIn({ field, detail }: Failure): Problem | null {
  const place = field === undefined ? undefined : serverFields[field]
  return place ? { ...place, text: detail ?? 'The server did not accept this.' } : null
}
