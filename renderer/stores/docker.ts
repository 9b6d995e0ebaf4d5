// `docker login` and `docker logout` on this computer: what they would do, and doing them.
import { defineStore } from 'pinia'
import { shallowRef } from 'vue'
import type { TokenRef } from '../../shared/contract/references.ts'
import type { Failure } from '../../shared/errors.ts'
import { api } from '../api.ts'
import { failureOf } from '../failed.ts'

export type Inspection = Awaited<ReturnType<typeof api.docker.inspect>>
/** What was done, and where. */
export type DockerDone =
  | ({ act: 'login' } & Awaited<ReturnType<typeof api.docker.login>>)
  | ({ act: 'logout' } & Awaited<ReturnType<typeof api.docker.logout>>)

interface Choice {
  registry: string
  configFolder: string | null
}

export const useDockerStore = defineStore('docker', () => {
  const inspection = shallowRef<Inspection | null>(null)
  const result = shallowRef<DockerDone | null>(null)
  const state = shallowRef<'idle' | 'inspecting' | 'working' | 'failed'>('idle')
  /** Which of the two is under way. */
  const act = shallowRef<DockerDone['act']>('login')
  const failure = shallowRef<Failure | null>(null)

  /** Looks without touching. A later look overtakes an earlier one, but never a login. */
  async function inspect(registry: string, configFolder: string | null) {
    if (state.value === 'working') return
    const mine = begin('inspecting')
    inspection.value = null
    try {
      const found = await api.docker.inspect({ registry, configFolder })
      if (current === mine) inspection.value = found
      if (current === mine) state.value = 'idle'
    } catch (error) {
      if (current === mine) fail(error)
    }
  }

  const login = (ref: TokenRef, choice: Choice & { allowUnencrypted: boolean }) =>
    run(choice, 'login', async () => ({
      act: 'login',
      ...(await api.docker.login({ ...ref, ...choice })),
    }))

  /** `user`: whose sign-in is to go. Another's stays, and is what was found then. */
  const logout = (choice: Choice, user: string | null) =>
    run(choice, 'logout', async () => ({
      act: 'logout',
      ...(await api.docker.logout({ ...choice, user })),
    }))

  async function run(choice: Choice, what: DockerDone['act'], call: () => Promise<DockerDone>) {
    const mine = begin('working')
    act.value = what
    try {
      const answer = await call()
      if (current !== mine) return
      result.value = answer
      state.value = 'idle'
      await lookAgain(mine, choice)
    } catch (error) {
      if (current !== mine) return
      fail(error)
      if (failure.value?.code === 'docker.otherLogin') await lookAgain(mine, choice)
    }
  }

  /** What was looked at has changed. It worked all the same when this cannot be read. */
  async function lookAgain(mine: number, { registry, configFolder }: Choice) {
    const found = await api.docker.inspect({ registry, configFolder }).catch(() => null)
    if (current === mine && found) inspection.value = found
  }

  const chooseConfigFolder = () => api.docker.chooseConfigFolder()

  let current = 0
  function begin(doing: 'inspecting' | 'working'): number {
    state.value = doing
    failure.value = null
    result.value = null
    return ++current
  }

  function fail(error: unknown) {
    failure.value = failureOf(error)
    state.value = 'failed'
  }

  /** Another token's secret screen starts from nothing. */
  function clear() {
    current++
    inspection.value = null
    result.value = null
    state.value = 'idle'
    failure.value = null
  }

  return { inspection, result, state, act, failure, inspect, login, logout, chooseConfigFolder, clear }
})
