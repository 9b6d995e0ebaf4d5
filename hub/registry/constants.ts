// What a registry has to be told to accept our tokens, beside the realm (URL/token) and the CA's PEM file.

/** `auth.token.service`: the audience of the tokens. */
export const registryService = 'granary-registry'
/** `auth.token.issuer`. */
export const registryIssuer = 'granary-local-hub'
/** In the data folder; `auth.token.rootcertbundle` points at it. */
export const registryCaFile = 'registry-ca.pem'
/** In the data folder: what a registry sends with its notifications. */
export const eventsSecretFile = 'registry-events.secret'
/** Where they go. */
export const eventsPath = '/registry/events'
/**
 * Life of a registry token in seconds. Clients read less than 60 as 60, and a deactivated access token keeps working
 * until the last of these has run out.
 */
export const registryTokenSeconds = 120
