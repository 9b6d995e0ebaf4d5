// Choosing a Docker config folder in the system's dialog.
import { shallowRef } from 'vue'
import { useDockerStore } from '../stores/docker.ts'

/** `folder` is null for Docker's own; a cancelled dialog leaves it as it was. */
export function useDockerFolder() {
  const folder = shallowRef<string | null>(null)

  async function chooseFolder() {
    folder.value = (await useDockerStore().chooseConfigFolder()) ?? folder.value
  }

  return { folder, chooseFolder }
}
