/** The set of the names in a text, which are separated by spaces and line breaks. */
export function namesIn(text: string): ReadonlySet<string> {
  return new Set(text.trim().split(/\s+/))
}
