/** The parts of the digest by which Next tells its own errors; empty for all others. */
export function digestOf(thrown: unknown): readonly string[] {
  const digest =
    typeof thrown === 'object' && thrown !== null && 'digest' in thrown ? thrown.digest : undefined
  return typeof digest === 'string' ? digest.split(';') : []
}
