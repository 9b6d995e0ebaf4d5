// For accounts that have nothing to do with the Docker CLI: it is signed in nowhere.
import { Failed } from '../../shared/errors.ts'

export const noCliSession = () => Promise.reject(new Failed('dockerSession.none'))
