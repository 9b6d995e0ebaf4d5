// A repository as Docker Hub lists it (/v2/namespaces/{ns}/repositories).
import * as z from 'zod'

export const hubRepository = z.looseObject({
  name: z.string(),
  namespace: z.string(),
  is_private: z.boolean(),
  description: z.string().nullable().optional(),
  last_updated: z.string().nullable().optional(),
  pull_count: z.number().optional(),
})

export type HubRepository = z.infer<typeof hubRepository>
