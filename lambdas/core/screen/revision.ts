/** Raise it with every change of what the screen finds: what stands is then walked anew. */
export const screenRevision = 1;
