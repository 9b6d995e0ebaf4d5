// Docker's own pages, opened in the browser by main.
import { useAppStore } from '../stores/app.ts'

export const useDocumentation = () => useAppStore().openDocumentation
