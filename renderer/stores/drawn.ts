// The network is asked when what this computer has is on the screen: both want the same processor.

/** Resolves when the page has nothing left to draw, after half a second at the latest. */
export const drawn = (): Promise<void> =>
  new Promise((resolve) => requestIdleCallback(() => resolve(), { timeout: 500 }))
