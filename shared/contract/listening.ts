// The one channel beside those of the contract.

/** Where preload asks whether main listens yet; every call waits for the answer. */
export const listeningChannel = 'main.listening'
