// What a token's label and description may be. One place, so that wizard, IPC and Local Hub agree.

/** Docker publishes no maximum for OAT labels; personal access token labels end at 100 and so do ours. */
export const labelMaximum = 100
/** Docker's OAT page: "description, 200 characters at most". */
export const descriptionMaximum = 200
/** Characters of the note that goes with a review. */
export const noteMaximum = 200
/** Tokens in a PDF or on paper: drawing takes about a megabyte of memory for each, and nobody reads more. */
export const paperMaximum = 1_000
