// Proxies between this computer and the servers that want a name and a password before they let anything through.
import * as z from 'zod'
import { call, event, nothing } from './define.ts'

/** `host:port`, as the system's settings name it. */
const proxy = z.string().min(1).max(300)

export const proxyState = z.object({
  /** Proxies that have to be signed in to before servers can be reached, the one that asked first in front. */
  wanted: z.array(
    z.object({
      proxy,
      /** What it took before, or the keychain has for it, it does not take. */
      refused: z.boolean(),
    }),
  ),
  /** Those that took a name and a password since the app was started. */
  signedIn: z.array(
    z.object({
      proxy,
      username: z.string(),
      /** Whether the keychain has the password for the next start. */
      kept: z.boolean(),
    }),
  ),
})
export type ProxyState = z.infer<typeof proxyState>

export const proxies = {
  state: call(nothing, proxyState),
  /**
   * Tries what the proxy is to be given, and keeps what it takes. notAsked: it does not want anything any more, and was
   * given nothing. Fails with `proxy.signInWrong`, and with `server.unreachable` when the proxy does not let it be told:
   * nothing is kept then.
   */
  signIn: call(
    z.object({
      proxy,
      username: z.string().min(1).max(255),
      password: z.string().min(1).max(1000),
      keep: z.boolean(),
    }),
    z.object({ result: z.enum(['kept', 'notKept', 'notAsked']) }),
  ),
  /** Signs out of it and takes its password out of the keychain. Fails with `keychain.*` when it may still be there: nothing has changed then. */
  forget: call(z.object({ proxy }), nothing),
  changed: event(proxyState),
}
