// The system packages that running and testing need, each with the way to tell that it is there already.
export interface Need {
  /** Names in Debian and Ubuntu, newest release's last; the first that the machine's package lists know is taken. */
  packages: readonly [string, ...string[]]
  /** There when this program is on the PATH ... */
  program?: string
  /** ... or when the loader knows this library. */
  library?: string
  /** What does not work without it, for the sentence printed where it cannot be installed. */
  for: string
  /** False when the command goes on without it. */
  required: boolean
}

/** Without these Electron itself does not start. */
export const electronNeeds: readonly Need[] = [
  { packages: ['libgtk-3-0', 'libgtk-3-0t64'], library: 'libgtk-3.so.0', for: 'Electron', required: true },
  { packages: ['libnss3'], library: 'libnss3.so', for: 'Electron', required: true },
  { packages: ['libasound2', 'libasound2t64'], library: 'libasound.so.2', for: 'Electron', required: true },
  { packages: ['libgbm1'], library: 'libgbm.so.1', for: 'Electron', required: true },
  { packages: ['libx11-xcb1'], library: 'libX11-xcb.so.1', for: 'Electron', required: true },
  { packages: ['libsecret-1-0'], library: 'libsecret-1.so.0', for: 'the keychain', required: true },
]

export const displayNeeds: readonly Need[] = [
  { packages: ['xvfb'], program: 'Xvfb', for: 'a virtual display', required: true },
  { packages: ['scrot'], program: 'scrot', for: 'a screenshot of the virtual display', required: false },
]

export const keyringNeeds: readonly Need[] = [
  { packages: ['dbus-x11'], program: 'dbus-launch', for: 'a session bus', required: false },
  { packages: ['gnome-keyring'], program: 'gnome-keyring-daemon', for: 'a keyring', required: false },
]

export const testNeeds: readonly Need[] = [
  { packages: ['dbus-x11'], program: 'dbus-launch', for: 'a session bus of the tests', required: true },
  {
    packages: ['gnome-keyring'],
    program: 'gnome-keyring-daemon',
    for: 'a keyring of the tests',
    required: true,
  },
  { packages: ['libsecret-tools'], program: 'secret-tool', for: 'looking into the keyring', required: true },
  { packages: ['docker-registry'], program: 'docker-registry', for: 'a real registry', required: true },
  { packages: ['skopeo'], program: 'skopeo', for: 'pushing and pulling images', required: true },
  {
    packages: ['strace'],
    program: 'strace',
    for: 'crashes and disk faults at any system call',
    required: true,
  },
  {
    packages: ['util-linux'],
    program: 'setpriv',
    for: 'a session bus that ends with its test',
    required: true,
  },
  {
    packages: ['mmdebstrap'],
    program: 'mmdebstrap',
    for: 'a clean system to install the package in',
    required: true,
  },
  { packages: ['poppler-utils'], program: 'pdftotext', for: 'reading the reports', required: true },
  { packages: ['python3'], program: 'python3', for: 'reading CSV with another reader', required: true },
  { packages: ['openssl'], program: 'openssl', for: 'certificates of the tests', required: true },
  { packages: ['xclip'], program: 'xclip', for: 'looking at the clipboard', required: true },
  { packages: ['docker-cli', 'docker.io'], program: 'docker', for: 'docker login', required: true },
  {
    packages: ['golang-docker-credential-helpers'],
    program: 'docker-credential-secretservice',
    for: 'docker login with a credential helper',
    required: true,
  },
]

/** What makes packages where electron-builder's own tools cannot be downloaded. */
export const packingNeeds: readonly Need[] = [
  { packages: ['p7zip-full', '7zip'], program: '7za', for: 'packing a .tar.gz', required: false },
  { packages: ['dpkg'], program: 'dpkg-deb', for: 'packing a .deb', required: false },
]

export const chromiumNeed: Need = { packages: ['chromium'], for: 'component tests', required: true }
