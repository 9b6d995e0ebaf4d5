// The environment of the docker child: what it needs to find its files, its helpers and the network, and nothing else.
import { type Environment, searchFolders, variable } from './path.ts'

// DOCKER_HOST, DOCKER_CONTEXT and DOCKER_AUTH_CONFIG stay out: they change where the secret goes or is kept.
const names = [
  ['HOME', 'USER', 'LOGNAME', 'LANG', 'TMPDIR', 'TMP', 'TEMP'],
  // Helpers reach the keyring over the session bus and may show an unlock prompt.
  ['DBUS_SESSION_BUS_ADDRESS', 'DISPLAY', 'WAYLAND_DISPLAY', 'XAUTHORITY'],
  ['XDG_RUNTIME_DIR', 'XDG_CONFIG_HOME', 'XDG_DATA_HOME', 'XDG_CACHE_HOME', 'XDG_STATE_HOME'],
  ['XDG_DATA_DIRS', 'XDG_CONFIG_DIRS', 'XDG_SESSION_TYPE', 'XDG_CURRENT_DESKTOP'],
  ['GNUPGHOME', 'PASSWORD_STORE_DIR'],
  [
    'HTTP_PROXY',
    'HTTPS_PROXY',
    'NO_PROXY',
    'ALL_PROXY',
    'http_proxy',
    'https_proxy',
    'no_proxy',
    'all_proxy',
  ],
  ['SSL_CERT_FILE', 'SSL_CERT_DIR'],
  ['SystemRoot', 'SystemDrive', 'windir', 'USERPROFILE', 'HOMEDRIVE', 'HOMEPATH', 'USERNAME', 'USERDOMAIN'],
  ['APPDATA', 'LOCALAPPDATA', 'ProgramData', 'ProgramFiles', 'ProgramFiles(x86)', 'PATHEXT'],
].flat()

const loopback = /^(localhost|127(\.\d{1,3}){3})(:\d+)?$/i

/** The variables for `docker login registry` with the given config folder, PATH reduced to absolute folders. */
export function childEnvironment(options: {
  env: Environment
  platform: NodeJS.Platform
  configFolder: string
  registry: string
}): Record<string, string> {
  const { env, platform, configFolder, registry } = options
  const child: Record<string, string> = {
    PATH: searchFolders(env, platform).join(platform === 'win32' ? ';' : ':'),
    DOCKER_CONFIG: configFolder,
  }
  for (const name of names) {
    const value = variable(env, name, platform)
    if (value !== undefined) child[name] = value
  }
  // An engine, when one runs, does the login in its own virtual machine or on another computer, where
  // `localhost` is not this computer. With no engine to be reached the CLI does it itself.
  if (loopback.test(registry)) child['DOCKER_HOST'] = 'unix:///dev/null/no-engine'
  return child
}
