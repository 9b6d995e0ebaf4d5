import { describe, expect, it } from 'vitest'
import { childEnvironment } from './environment.ts'

const from = (env: Record<string, string>, registry = 'quay.io', platform: NodeJS.Platform = 'linux') =>
  childEnvironment({ env, platform, configFolder: '/home/robin/ci', registry })

describe('the environment of docker', () => {
  it('has what helpers need, and nothing that is not named', () => {
    const env = {
      HOME: '/home/robin',
      DBUS_SESSION_BUS_ADDRESS: 'unix:path=/run/user/1000/bus',
      https_proxy: 'http://proxy:3128',
      AWS_SECRET_ACCESS_KEY: 'x',
      DOCKER_AUTH_CONFIG: '{}',
      DOCKER_HOST: 'tcp://elsewhere:2375',
      DOCKER_CONTEXT: 'elsewhere',
      NODE_OPTIONS: '--inspect',
      LD_PRELOAD: '/tmp/x.so',
      PATH: '.:/usr/bin',
    }
    expect(from(env)).toEqual({
      HOME: '/home/robin',
      DBUS_SESSION_BUS_ADDRESS: 'unix:path=/run/user/1000/bus',
      https_proxy: 'http://proxy:3128',
      PATH: '/usr/bin',
      DOCKER_CONFIG: '/home/robin/ci',
    })
  })

  it('names the chosen config folder, whatever the owner uses otherwise', () => {
    expect(from({ DOCKER_CONFIG: '/elsewhere' })['DOCKER_CONFIG']).toBe('/home/robin/ci')
  })

  it.each(['localhost:5000', 'localhost', '127.0.0.1:5000', '127.9.9.9'])(
    'keeps engines, for which %s is another computer, out of it',
    (registry) => {
      expect(from({}, registry)['DOCKER_HOST']).toBe('unix:///dev/null/no-engine')
    },
  )

  it.each(['', 'quay.io', 'localhost.example.com:5000', '127.0.0.1.example.com'])(
    'leaves the engine alone for %j',
    (registry) => {
      expect(from({}, registry)).not.toHaveProperty('DOCKER_HOST')
    },
  )

  it('finds Windows variables in any case', () => {
    expect(from({ Path: 'C:\\bin', systemroot: 'C:\\Windows' }, 'quay.io', 'win32')).toMatchObject({
      PATH: 'C:\\bin',
      SystemRoot: 'C:\\Windows',
    })
  })
})
