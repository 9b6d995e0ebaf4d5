// What the settings say about updates, for each kind of copy.
import type { UpdateState } from '../../../shared/contract/updates.ts'
import type { UpdateForm } from '../../../shared/updates.ts'

/** How this copy is brought up to date. */
export const formWords: Record<UpdateForm, string> = {
  itself: 'Granary brings itself up to date.',
  packageManager:
    'This copy was installed as a package: your system’s package manager brings it up to date, and Granary leaves that to it.',
  elsewhere: 'This copy does not replace itself. Get a newer version from where you got this one.',
  source: 'This is a checkout. Bring it up to date with Git.',
  administered: 'The administrator of this computer brings Granary up to date.',
}

/** What the owner does about a newer version that this copy does not install by itself. */
export const adviceWords: Record<UpdateForm, string> = {
  itself: 'The download was stopped. Check for updates to take it up again.',
  packageManager: 'Install it with your system’s package manager.',
  elsewhere: 'Get it from where you got this one.',
  source: '',
  administered: '',
}

/** `ago` says how long ago the last answer came. */
export function statusWords({ status, checkedAt }: UpdateState, ago: string): string {
  switch (status.phase) {
    case 'idle':
      return checkedAt === null ? '' : `This is the newest version. Checked ${ago}.`
    case 'checking':
      return 'Checking for updates…'
    case 'newer':
      return `Granary ${status.release.version} is out.`
    case 'downloading':
      return `Downloading Granary ${status.release.version}: ${Math.floor(status.part * 100)} %`
    case 'ready':
      return `Granary ${status.release.version} is ready. It is installed when you restart or quit.`
    case 'failed':
      return ''
  }
}
