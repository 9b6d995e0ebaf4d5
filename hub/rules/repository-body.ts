// The bodies that create and change a repository, as far as they can be judged without the database.
import * as z from 'zod'
import { isRule } from './immutable-tags.ts'
import { controlsButLines, text } from './text.ts'

const name = z
  .string()
  .min(2, 'must have 2 characters at least')
  .max(255, 'must have 255 characters at most')
  .regex(
    /^[a-z0-9]+(?:[._-][a-z0-9]+)*$/,
    'must be lower-case letters and digits, with single dots, underscores or dashes between them',
  )

const description = text(100, controlsButLines).nullish()
const fullDescription = text(25_000, controlsButLines).nullish()

/** Bytes: 25,000 characters of twelve bytes each (`\ud83d\ude00`), and the rest. */
export const repositoryBodyLimit = 320 * 1024

export const creationBody = (namespace: string) =>
  z.object({
    name,
    // Clients repeat the path's.
    namespace: z
      .string()
      .refine((value) => value === namespace, 'must be the namespace in the path')
      .optional(),
    description,
    full_description: fullDescription,
    is_private: z.boolean().nullish(),
  })

export const namespaceBody = z.object({ namespace: z.string().min(1).max(255) })

export const privacyBody = z.object({ is_private: z.boolean() })

const rule = z
  .string()
  .min(1, 'must not be empty')
  .max(255, 'must have 255 characters at most')
  .refine(isRule, 'must be a regular expression')

const rules = z.array(rule).max(50, 'must have 50 entries at most')

export const immutableTagsBody = z.object({ immutable_tags: z.boolean(), immutable_tags_rules: rules })

export const verifyBody = z.object({ regex: rule })

/** Absent means unchanged, null empties. */
export const changeBody = z.object({ description, full_description: fullDescription })

/** The older route takes the rules too, as one text with commas between them. */
export const olderChangeBody = changeBody.extend({
  immutable_tags: z.boolean().optional(),
  immutable_tags_rules: z
    .string()
    .max(12_800, 'must have 12800 characters at most')
    .transform((value) => value.split(',').filter((part) => part !== ''))
    .pipe(rules)
    .optional(),
})

const permission = z.enum(['read', 'write', 'admin'], 'must be read, write or admin')

export const teamPermissionBody = z.object({ permission })

export const newTeamPermissionBody = z.object({ group_id: z.int('must be the id of a team'), permission })
