// Proxies between this computer and the servers that want a name and a password before they let anything through.
import * as z from 'zod'
import { call, event, nothing } from './define.ts'

/** `host:port`, as the system's settings name it. */
const proxy = z.string().min(1).max(300)

export const proxyState = z.object({
  /** The proxy that has to be signed in to before a server can be reached; null when none asks. */
  wanted: z
    .object({
      proxy,
      /** What it was given before, it did not take. */
      refused: z.boolean(),
    })
    .nullable(),
  /** Those that were given a name and a password since the app was started. */
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
   * Tries what the proxy is to be given; `kept` is whether the keychain has it now.
   * Fails with `proxy.signInWrong`, and with `server.unreachable` when the proxy does not answer: nothing is kept then.
   */
  signIn: call(
    z.object({
      proxy,
      username: z.string().min(1).max(255),
      password: z.string().min(1).max(1000),
      keep: z.boolean(),
    }),
    z.object({ kept: z.boolean() }),
  ),
  /** Signs out of it and takes its password out of the keychain. Fails with `keychain.*` when it may still be there. */
  forget: call(z.object({ proxy }), nothing),
  changed: event(proxyState),
}
