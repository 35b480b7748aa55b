/** A mistake that whoever runs the build can put right; shown without a stack trace. */
export class BuildError extends Error {}
