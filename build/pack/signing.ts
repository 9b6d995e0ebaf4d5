// What signs a package comes from the environment (CSC_LINK, APPLE_ID ...).

/** Without the empty ones, which a workflow gives where it has no secret: on macOS electron-builder takes "" for a file. */
export const withoutEmpty = (env: Readonly<Record<string, string>>): Record<string, string> =>
  Object.fromEntries(Object.entries(env).filter(([, value]) => value !== ''))
