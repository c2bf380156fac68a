/** Returns the parts of the `digest` that marks Next's own errors; empty for all other errors. */
export function digestOf(thrown: unknown): readonly string[] {
  const digest =
    typeof thrown === 'object' && thrown !== null && 'digest' in thrown ? thrown.digest : undefined
  return typeof digest === 'string' ? digest.split(';') : []
}
