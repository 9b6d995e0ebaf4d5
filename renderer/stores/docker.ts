// `docker login` on this computer: what it would do, and doing it.
import { defineStore } from 'pinia'
import { shallowRef } from 'vue'
import type { TokenRef } from '../../shared/contract/references.ts'
import type { Failure } from '../../shared/errors.ts'
import { api } from '../api.ts'
import { failureOf } from '../failed.ts'

export type Inspection = Awaited<ReturnType<typeof api.docker.inspect>>
export type LoginResult = Awaited<ReturnType<typeof api.docker.login>>

interface LoginChoice {
  registry: string
  configFolder: string | null
  allowUnencrypted: boolean
}

export const useDockerStore = defineStore('docker', () => {
  const inspection = shallowRef<Inspection | null>(null)
  const result = shallowRef<LoginResult | null>(null)
  const state = shallowRef<'idle' | 'inspecting' | 'working' | 'failed'>('idle')
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

  async function login(ref: TokenRef, choice: LoginChoice) {
    const mine = begin('working')
    try {
      const answer = await api.docker.login({ ...ref, ...choice })
      if (current !== mine) return
      result.value = answer
      state.value = 'idle'
      await lookAgain(mine, choice)
    } catch (error) {
      if (current === mine) fail(error)
    }
  }

  /** The login has changed what was looked at. It worked all the same when this cannot be read. */
  async function lookAgain(mine: number, { registry, configFolder }: LoginChoice) {
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

  return { inspection, result, state, failure, inspect, login, chooseConfigFolder, clear }
})
