import { same } from './same.js'

/** Lists the difference between a body and the expected JSON; the order of names does not matter. */
export function sameJson(text: string, expected: unknown): readonly string[] {
  return same('body', canonical(parse(text)), canonical(expected))
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return text
  }
}

function canonical(value: unknown): string {
  return JSON.stringify(value, (_name, inner: unknown) =>
    typeof inner === 'object' && inner !== null && !Array.isArray(inner)
      ? Object.fromEntries(Object.entries(inner).sort(([a], [b]) => (a < b ? -1 : 1)))
      : inner,
  )
}
