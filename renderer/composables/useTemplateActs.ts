// Renaming and deleting the owner's templates.
import { useTemplatesStore } from '../stores/templates.ts'
import { namedActs } from './useNamedActs.ts'

export const useTemplateActs = () =>
  namedActs(useTemplatesStore(), 'template', 'Tokens that were made from it stay as they are.')
